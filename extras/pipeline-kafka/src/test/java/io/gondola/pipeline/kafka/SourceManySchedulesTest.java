package io.gondola.pipeline.kafka;

import org.junit.jupiter.api.Tag;

/** The same under many more schedules. */
@Tag("stress")
class SourceManySchedulesTest extends SourceScheduleTest {
    @Override
    int schedules() {
        return 1000;
    }
}
