package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What happened, in order. */
public final class Log {
    private final List<Object> entries = Collections.synchronizedList(new ArrayList<>());

    public Log() {}

    public Go<Unit> add(Object entry) {
        return Go.run(() -> entries.add(entry));
    }

    public List<Object> entries() {
        return List.copyOf(entries);
    }
}
