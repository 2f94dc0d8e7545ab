package io.gondola.samples.library;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.Pool;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;

/**
 * A pool of buffers that goroutines share, as the example of {@code sync.Pool}: what is in the pool may go at any time.
 */
final class BufferPool {
    private final Pool<StringBuilder> buffers = new Pool<>(StringBuilder::new);

    private BufferPool() {}

    private Go<Unit> log(String key, String value) {
        return buffers.get().flatMap(made -> {
            StringBuilder b = made.get(); // never empty: the pool can make one
            return call(() -> b.append(key).append('=').append(value).toString())
                    .flatMap(line -> println(line))
                    .defer(run(() -> clear(b)).then(buffers.put(b)));
        });
    }

    private static void clear(StringBuilder b) {
        b.setLength(0);
    }

    static Go<Unit> program() {
        BufferPool pool = new BufferPool();
        WaitGroup wg = new WaitGroup();
        return forRange(0, 3, i -> wg.go(pool.log("path", "/search?page=" + i))).then(wg.await());
    }

    static Sample sample() {
        return Sample.named("buffer-pool")
                .in(Group.LIBRARY)
                .summary("goroutines take their buffers from a pool")
                .prints(Expected.interleaving(
                        List.of("path=/search?page=0"), List.of("path=/search?page=1"), List.of("path=/search?page=2")))
                .runs(() -> program());
    }
}
