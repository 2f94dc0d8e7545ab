package io.gondola.testkit.suspect;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Shadow;
import io.gondola.testkit.strategy.Steered.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Wait groups whose counter could fall below 0, or that could be added to from 0 while somebody waits. */
final class GroupBalance {
    /*
     * Those steps of a run that must come before a given one, and it, are the shortest beginning of a run that ends
     * with it. If there the counter falls below 0, so it does in a run in which all other additions come later.
     */
    private final Observed run;
    private final List<Event> adds = new ArrayList<>();
    private final List<Event> takes = new ArrayList<>();
    private final List<Event> waits = new ArrayList<>();

    private GroupBalance(Observed run) {
        this.run = run;
    }

    /** For each group, the rules that lead to where it goes wrong. */
    static List<List<Rule>> suspicions(Observed run) {
        Map<Shadow, GroupBalance> groups = new LinkedHashMap<>();
        for (Event e : run.events()) {
            if (e.kind() == OpKind.GROUP_ADD || e.kind() == OpKind.GROUP_WAIT) {
                groups.computeIfAbsent(e.object(), g -> new GroupBalance(run)).add(e);
            }
        }
        List<List<Rule>> found = new ArrayList<>();
        for (GroupBalance group : groups.values()) {
            group.negative(found);
            group.lateAdd(found);
        }
        return found;
    }

    private void add(Event e) {
        (e.kind() == OpKind.GROUP_WAIT ? waits : e.op().operand() < 0 ? takes : adds).add(e);
    }

    private long sum(Predicate<Event> which) {
        long sum = 0;
        for (List<Event> all : List.of(adds, takes)) {
            for (Event e : all) {
                sum += which.test(e) ? e.op().operand() : 0;
            }
        }
        return sum;
    }

    private void negative(List<List<Rule>> found) {
        for (Event take : takes) {
            if (sum(e -> e == take || run.isBefore(e, take)) < 0) {
                found.add(additionsAfter(List.of(take)));
                return;
            }
        }
        if (sum(e -> takes.contains(e) || takes.stream().anyMatch(t -> run.isBefore(e, t))) < 0) {
            found.add(additionsAfter(takes));
        }
    }

    /** All additions that need not come before one of {@code some} come after all of them. */
    private List<Rule> additionsAfter(List<Event> some) {
        List<Rule> rules = new ArrayList<>();
        for (Event add : adds) {
            if (some.stream().noneMatch(t -> run.isBefore(add, t))) {
                some.forEach(t -> after(add, t, rules));
            }
        }
        return rules;
    }

    private void after(Event add, Event take, List<Rule> rules) {
        if (run.areUnordered(add, take)) {
            rules.add(run.after(add, take));
        }
    }

    /** An addition that somebody who waits need not know of, and before which all who were added may be done. */
    private void lateAdd(List<List<Rule>> found) {
        for (Event add : adds) {
            if (waits.stream().anyMatch(w -> run.areUnordered(add, w))
                    && sum(e -> run.isBefore(e, add)) > 0
                    && sum(e -> e != add && !run.isBefore(add, e)) == 0) {
                List<Rule> rules = new ArrayList<>();
                takes.forEach(t -> after(add, t, rules));
                if (!rules.isEmpty()) {
                    found.add(rules);
                    return;
                }
            }
        }
    }
}
