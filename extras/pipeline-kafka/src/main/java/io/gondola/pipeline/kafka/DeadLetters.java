package io.gondola.pipeline.kafka;

import io.gondola.dsl.Go;
import io.vavr.control.Option;
import io.vavr.control.Try;

/** Sets records aside. */
final class DeadLetters {
    private static final int MAX_ERROR_TEXT = 1000;

    private DeadLetters() {}

    /** The record, if it goes on; none once it is acknowledged by the topic of those that do not. */
    static <K, V> Go<Option<Received<K, V>>> sorted(Producing<byte[], byte[]> producing, Try<Received<K, V>> x) {
        if (x.isSuccess()) {
            return Go.pure(Option.some(x.get()));
        }
        if (x.getCause() instanceof RecordException e && e.record() != null) {
            return Go.blocking(() -> producing.send(e.record().sends(letter(e)), true))
                    .flatMap(s -> Go.fromFuture(s.result()))
                    .as(Option.none());
        }
        return Go.call(() -> {
            throw x.getCause();
        });
    }

    private static Message<byte[], byte[]> letter(RecordException e) {
        Received<byte[], byte[]> r = e.record();
        String error = String.valueOf(e.getCause());
        return Message.of(r.key(), r.value())
                .headers(r.headers())
                .header("gondola-topic", r.topic())
                .header("gondola-partition", Integer.toString(r.partition()))
                .header("gondola-offset", Long.toString(r.offset()))
                .header(
                        "gondola-error",
                        error.length() <= MAX_ERROR_TEXT ? error : error.substring(0, MAX_ERROR_TEXT) + "…");
    }
}
