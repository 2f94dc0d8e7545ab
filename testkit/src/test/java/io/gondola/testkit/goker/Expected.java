package io.gondola.testkit.goker;

import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the explorer must say of a kernel.
 *
 * @param triggers what must come together
 * @param kinds the oracles that are right: one of them, nearly always
 * @param involved groups of names: of each group the failure must name at least one as a goroutine or an object
 *     involved
 */
record Expected(Set<Trigger> triggers, Set<Kind> kinds, List<Set<String>> involved) {
    static Expected when(Trigger first, Trigger... others) {
        return new Expected(EnumSet.of(first, others), Set.of(), List.of());
    }

    Expected reports(Kind first, Kind... others) {
        return new Expected(triggers, EnumSet.of(first, others), involved);
    }

    /** Adds names all of which must be named. */
    Expected naming(String... names) {
        return plus(Stream.of(names).map(Set::of));
    }

    /** Adds names one of which must be named. */
    Expected namingOneOf(String... names) {
        return plus(Stream.of(Set.of(names)));
    }

    private Expected plus(Stream<Set<String>> groups) {
        return new Expected(
                triggers, kinds, Stream.concat(involved.stream(), groups).toList());
    }

    /** Whether {@code failure} is this kernel's bug, and not another one. */
    boolean matches(Failure failure) {
        return kinds.contains(failure.kind())
                && involved.stream().allMatch(group -> group.stream().anyMatch(name -> names(failure, name)));
    }

    private static boolean names(Failure failure, String name) {
        return failure.goroutines().contains(name) || failure.objects().contains(name);
    }
}
