package io.gondola.pipeline.kafka;

import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/** Something is wrong with a topic, or with what was to be done there: the message names the place. */
public class TopicException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int NO_PARTITION = -1;
    private static final long NO_OFFSET = -1;

    private final String topic;
    private final int partition;
    private final long offset;

    TopicException(String topic, String message, @Nullable Throwable cause) {
        this(topic, NO_PARTITION, NO_OFFSET, message, cause);
    }

    TopicException(String topic, int partition, long offset, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
    }

    /** The topic, or several with commas between them. */
    public final String topic() {
        return topic;
    }

    /** The partition; none if it is not about one. */
    public final Option<Integer> partition() {
        return partition == NO_PARTITION ? Option.none() : Option.some(partition);
    }

    /** The record's offset; none if it is not about one, or has none yet. */
    public final Option<Long> offset() {
        return offset == NO_OFFSET ? Option.none() : Option.some(offset);
    }
}
