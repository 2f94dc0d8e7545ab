package io.gondola.top;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime's bean said at one moment. It is read by the names of its attributes, so no class of Gondola's is
 * needed; what an older Gondola does not have is empty or 0.
 */
final class Reading {
    private static final String[] ATTRIBUTES = {
        "Spawned",
        "Parked",
        "Steals",
        "Handoffs",
        "Polls",
        "Preemptions",
        "LongSteps",
        "Timers",
        "Queued",
        "Machines",
        "MaxProcs",
        "Processors",
        "Census",
        "Meters"
    };

    final long time;
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Reading(long time) {
        this.time = time;
    }

    /** Null if there is no such runtime any more. */
    static @Nullable Reading of(MBeanServerConnection connection, ObjectName runtime) throws IOException {
        try {
            Reading r = new Reading(System.nanoTime());
            for (Attribute a : connection.getAttributes(runtime, ATTRIBUTES).asList()) {
                r.values.put(a.getName(), a.getValue());
            }
            return r;
        } catch (InstanceNotFoundException e) {
            return null;
        } catch (JMException e) {
            throw new IOException("cannot read " + runtime + ": " + e.getMessage(), e);
        }
    }

    long number(String attribute) {
        return values.get(attribute) instanceof Number n ? n.longValue() : 0;
    }

    /** Goroutines by state, in a fixed order. */
    Map<String, Long> states() {
        Map<String, Long> read = ofCensus("states");
        Map<String, Long> all = new LinkedHashMap<>();
        for (String state : List.of("running", "runnable", "syscall", "waiting")) {
            all.put(state, read.getOrDefault(state, 0L));
        }
        return all;
    }

    Map<String, Long> waits() {
        return ofCensus("waits");
    }

    private Map<String, Long> ofCensus(String item) {
        return values.get("Census") instanceof CompositeData census ? longs(census.get(item)) : Map.of();
    }

    /** Where goroutines were started. */
    record Site(String place, long goroutines, Map<String, Long> states) {}

    List<Site> sites() {
        if (!(values.get("Census") instanceof CompositeData census)
                || !(census.get("sites") instanceof CompositeData[] sites)) {
            return List.of();
        }
        return Arrays.stream(sites)
                .map(s -> new Site(String.valueOf(s.get("place")), (Long) s.get("goroutines"), longs(s.get("states"))))
                .toList();
    }

    /** The counters of each processor, by their names. */
    List<Map<String, Long>> processors() {
        return values.get("Processors") instanceof TabularData[] all
                ? Arrays.stream(all).map(Reading::longs).toList()
                : List.of();
    }

    /** The meters of pipelines. */
    Map<String, String> meters() {
        Map<String, String> all = new TreeMap<>();
        if (values.get("Meters") instanceof TabularData table) {
            rows(table).forEach((name, text) -> all.put(name, String.valueOf(text)));
        }
        return all;
    }

    private static Map<String, Long> longs(Object table) {
        Map<String, Long> all = new TreeMap<>();
        if (table instanceof TabularData t) {
            rows(t).forEach((name, n) -> all.put(name, ((Number) n).longValue()));
        }
        return all;
    }

    private static Map<String, Object> rows(TabularData table) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Object row : table.values()) {
            CompositeData pair = (CompositeData) row;
            all.put(String.valueOf(pair.get("key")), pair.get("value"));
        }
        return all;
    }
}
