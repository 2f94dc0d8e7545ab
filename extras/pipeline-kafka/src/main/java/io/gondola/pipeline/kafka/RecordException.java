package io.gondola.pipeline.kafka;

/**
 * A record that cannot be worked on: its bytes are not what was expected, or its handler has failed for good. Its
 * offset is not committed before {@link Received#done()} was called of {@link #record()}, as a
 * {@linkplain Kafka#deadLetters dead-letter topic} does.
 */
public final class RecordException extends TopicException {
    private static final long serialVersionUID = 1;

    private final transient Received<byte[], byte[]> record;

    RecordException(Received<byte[], byte[]> record, String what, Throwable cause) {
        super(record.topic(), record.partition(), record.offset(), what + ": " + record.place() + ": " + cause, cause);
        this.record = record;
    }

    /** The record as it came. */
    public Received<byte[], byte[]> record() {
        return record;
    }
}
