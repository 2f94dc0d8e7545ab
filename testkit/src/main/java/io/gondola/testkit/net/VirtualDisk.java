package io.gondola.testkit.net;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What of a host survives its crash. */
final class VirtualDisk {
    private final Map<String, byte[]> synced = new HashMap<>();
    private final Map<String, byte[]> pending = new TreeMap<>();

    byte @Nullable [] read(String name) {
        byte[] bytes = pending.getOrDefault(name, synced.get(name));
        return bytes == null ? null : bytes.clone();
    }

    void write(String name, byte[] bytes) {
        pending.put(name, bytes.clone());
    }

    void sync() {
        synced.putAll(pending);
        pending.clear();
    }

    /** The host crashes: each file that was written since the last sync is lost if {@code lost} says so. */
    void crash(BooleanSupplier lost) {
        pending.values().removeIf(bytes -> lost.getAsBoolean());
        sync();
    }
}
