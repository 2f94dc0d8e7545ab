package io.gondola.dsl;

import io.gondola.dsl.engine.MeterCounter;
import java.time.Duration;

/** A counter of the engine's as users see it. */
record MeterReading(MeterCounter counter) implements Meter {
    @Override
    public long elements() {
        return counter.elements();
    }

    @Override
    public long dropped() {
        return counter.dropped();
    }

    @Override
    public double perSecond() {
        return counter.perSecond();
    }

    @Override
    public Duration waitedForInput() {
        return counter.waitedForInput();
    }

    @Override
    public Duration waitedForOutput() {
        return counter.waitedForOutput();
    }

    @Override
    public String note() {
        return counter.note();
    }

    @Override
    public String toString() {
        return counter.toString();
    }
}
