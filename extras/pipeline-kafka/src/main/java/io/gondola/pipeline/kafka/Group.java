package io.gondola.pipeline.kafka;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** A member of a consumer group, as its lanes know it. Any thread. */
interface Group {
    /** A lane has room again. */
    void lowered();

    /** A record is sent on, and so will be done without the user's doing. */
    void expectsDone();

    /** What the group's coordinator knows this member by: the generation fences those that have been left behind. */
    ConsumerGroupMetadata metadata();

    /** Whether offsets are committed in transactions only. */
    boolean isTransactional();
}
