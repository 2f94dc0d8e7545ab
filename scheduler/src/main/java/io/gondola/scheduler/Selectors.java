package io.gondola.scheduler;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** What the poller asks of the operating system. Tests put one in its place that fails. */
class Selectors {
    Selector open() throws IOException {
        return Selector.open();
    }

    /**
     * Hands the keys that are ready to {@code ready}.
     *
     * @param millis for how long to wait for one; 0 for not at all
     * @return how many there were
     */
    int select(Selector selector, Consumer<SelectionKey> ready, long millis) throws IOException {
        return millis == 0 ? selector.selectNow(ready) : selector.select(ready, millis);
    }
}
