package io.gondola.modelcheck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The locations of one execution, numbered in the order of their first use, which is the same whenever a prefix is
 * repeated.
 */
final class Locations {
    private final IdentityHashMap<Object, Map<Object, Location>> byOwner = new IdentityHashMap<>();
    private final List<Location> all = new ArrayList<>();

    void clear() {
        byOwner.clear();
        all.clear();
    }

    /** The field or, if {@code name} is an Integer, the element {@code name} of {@code owner}. */
    Location of(Object owner, Object name) {
        Map<Object, Location> fields = byOwner.computeIfAbsent(owner, o -> new HashMap<>());
        Location found = fields.get(name);
        if (found == null) {
            found = new Location(all.size(), owner, name.toString());
            fields.put(name, found);
            all.add(found);
        }
        return found;
    }
}
