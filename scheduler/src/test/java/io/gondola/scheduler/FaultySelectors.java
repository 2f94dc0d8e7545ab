package io.gondola.scheduler;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Real selectors that fail when told to. */
@SuppressWarnings("NullAway") // each test makes what it needs
final class FaultySelectors extends Selectors {
    final Queue<Selector> opened = new ConcurrentLinkedQueue<>();
    final AtomicInteger selects = new AtomicInteger();

    /** How many of them were made by machines. */
    final AtomicInteger machineSelects = new AtomicInteger();

    /** So many of the next openings fail. */
    final AtomicInteger openFailures = new AtomicInteger();

    /** So many of the next selects fail. */
    final AtomicInteger selectFailures = new AtomicInteger();

    /** The selector that never waits; null if all work. */
    volatile Selector spinning;

    /** As long as this is true it does not wait. Asked by the poller. */
    volatile BooleanSupplier spins = () -> true;

    private static boolean takeOne(AtomicInteger failures) {
        return failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    @Override
    Selector open() throws IOException {
        if (takeOne(openFailures)) {
            throw new IOException("Too many open files");
        }
        Selector s = super.open();
        opened.add(s);
        return s;
    }

    @Override
    int select(Selector selector, Consumer<SelectionKey> ready, long millis) throws IOException {
        selects.incrementAndGet();
        if (Machine.current() != null) {
            machineSelects.incrementAndGet();
        }
        if (takeOne(selectFailures)) {
            throw new IOException("Bad file descriptor");
        }
        return super.select(selector, ready, selector == spinning && spins.getAsBoolean() ? 0 : millis);
    }

    Selector last() {
        return opened.stream().reduce((first, second) -> second).orElseThrow();
    }
}
