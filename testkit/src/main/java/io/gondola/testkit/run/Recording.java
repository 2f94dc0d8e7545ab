package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.Kind;
import io.gondola.testkit.trace.Access;
import io.gondola.testkit.trace.Blocked;
import io.gondola.testkit.trace.CycleEdge;
import io.gondola.testkit.trace.Lane;
import io.gondola.testkit.trace.RacePair;
import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes of an execution that failed, and was recorded in detail, what reports need. */
public final class Recording {
    private static final int MOST_LOST = 8;
    private static final String MAIN = "main";

    private final Execution x;
    private final Evidence evidence;
    private final List<Task> lanes = new ArrayList<>();
    private final Map<Task, List<Event>> byTask = new HashMap<>();
    private final Unblockers unblockers;

    private Recording(Execution x) {
        this.x = x;
        this.evidence = x.failure().evidence();
        x.tasks().stream().filter(t -> t.fiber != null).forEach(lanes::add);
        x.events()
                .forEach(e ->
                        byTask.computeIfAbsent(e.task, t -> new ArrayList<>()).add(e));
        unblockers = new Unblockers(x);
    }

    private List<Event> stepsOf(Task t) {
        return byTask.getOrDefault(t, List.of());
    }

    /** {@code tokens} makes the token that replays the run up to an event, when somebody asks for it. */
    public static Trace of(Execution x, Function<Event, String> tokens) {
        return new Recording(x).trace(tokens);
    }

    private Trace trace(Function<Event, String> tokens) {
        Finding finding = x.failure();
        List<Step> steps = new ArrayList<>();
        x.events().forEach(e -> steps.add(step(e, () -> tokens.apply(e))));
        evidence.waiting().stream()
                .filter(t -> t.state == Task.State.PENDING && !t.isEnabled())
                .forEach(t -> steps.add(neverMade(t, steps.size() + 1)));
        return new Trace(
                finding.kind() + (isPartial(finding) ? " (partial)" : ""),
                finding.kind() == Kind.PANIC || finding.kind() == Kind.FATAL,
                finding.summary() + lost(finding),
                lanes.stream().map(this::lane).toList(),
                steps,
                evidence.waiting().stream().map(this::blocked).toList(),
                cycle(),
                race(),
                Values.of(x),
                x.nanoTime());
    }

    /** What was built and dropped besides: it may be why the rest went wrong. */
    private String lost(Finding finding) {
        StringBuilder lines = new StringBuilder();
        if (x.built() != null && x.settings().findsLost()) {
            x.built().lost(finding.kind() == Kind.LOST && !x.isCut()).stream()
                    .skip(finding.kind() == Kind.LOST ? 1 : 0)
                    .limit(MOST_LOST)
                    .forEach(l -> lines.append("\nlost:   ").append(Judge.text(l)));
        }
        return lines.toString();
    }

    /** Whether the others, and main among them, could go on. */
    private boolean isPartial(Finding finding) {
        return finding.kind() == Kind.DEADLOCK && !evidence.waiting().contains(x.root());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private int lane(Event e) {
        return lanes.indexOf(e.task);
    }

    private Lane lane(Task t) {
        for (Event e : x.events()) {
            if (e.kind == OpKind.SPAWN && e.task != t && e.woken().contains(t)) {
                return lane(t, orEmpty(e.site), e.number + 1);
            }
        }
        return lane(t, "", 0);
    }

    private static Lane lane(Task t, String site, int step) {
        return new Lane(t.lineage.toString(), t.label(), site, step);
    }

    // steps

    private Step step(Event e, Supplier<String> token) {
        boolean waitsForEver =
                evidence.waiting().contains(e.task) && e.task.state == Task.State.WAITING && e.task.waitsSince == e;
        String lostTo = e.lostTo();
        String object = e.object != null ? e.object.name() : e.kind == OpKind.SPAWN ? started(e) : "";
        return new Step(
                e.number + 1,
                lane(e),
                e.kind.toString(),
                object,
                orEmpty(e.note) + (lostTo == null ? "" : "(lost)") + (e.parked && !waitsForEver ? "(waits)" : ""),
                orEmpty(e.site),
                waitsForEver,
                waitsForEver ? heldBy(e.task) : "",
                predecessors(e),
                e.nanos,
                token,
                lostTo == null ? Step.NOT_LOST : receiver(e, lostTo));
    }

    /** The lane to which a lost message was on its way: who else has used the connection on that host, or its first. */
    private int receiver(Event sent, String host) {
        int first = Step.NOT_LOST;
        for (Task t : lanes) {
            if (t != sent.task && isOn(t, host)) {
                if (stepsOf(t).stream().anyMatch(e -> e.object != null && e.object == sent.object)) {
                    return lanes.indexOf(t);
                }
                first = first == Step.NOT_LOST ? lanes.indexOf(t) : first;
            }
        }
        return first == Step.NOT_LOST ? lane(sent) : first;
    }

    /** Goroutines of a host are named after it; those of the main one are not. */
    private boolean isOn(Task t, String host) {
        String label = t.label();
        return label.equals(host) || label.startsWith(host + ": ") || (host.equals(MAIN) && !label.contains(": "));
    }

    private static String started(Event e) {
        return e.wokenCount == 0 ? "" : e.woken[0].name();
    }

    /** What a task wants to do and cannot, such as to lock a mutex: shown as a last step. */
    private Step neverMade(Task t, int number) {
        Shadow object = x.objects.existing(t.operation().subject());
        return new Step(
                number,
                lanes.indexOf(t),
                String.valueOf(t.pendingKind),
                object == null ? "" : object.name(),
                "",
                orEmpty(x.siteOf(t)),
                true,
                heldBy(t),
                List.of(),
                x.nanoTime(),
                () -> "");
    }

    private String heldBy(Task t) {
        Task owner = new Judge(x).owner(t);
        if (owner == null) {
            return "";
        }
        int since = since(owner, t);
        return "held by " + owner.lineage + (since == 0 ? "" : " since #" + since);
    }

    /** The number of the step in which {@code owner} took what {@code t} waits for; 0 if unknown. */
    private int since(Task owner, Task t) {
        List<Shadow> objects = new Judge(x).waitedOn(t);
        List<Event> events = stepsOf(owner);
        for (int i = events.size() - 1; i >= 0; i--) {
            Event e = events.get(i);
            if (e.object != null && objects.contains(e.object)) {
                return e.number + 1;
            }
        }
        return 0;
    }

    /**
     * The steps of other tasks that happen directly before {@code e}: of those that its clock has learnt of since the
     * task's step before, the ones that no other one knew of.
     */
    private List<Integer> predecessors(Event e) {
        List<Event> own = stepsOf(e.task);
        int[] before = e.local == 1 ? VectorClock.EMPTY : clockOf(own.get(e.local - 2));
        List<Event> learnt = new ArrayList<>();
        for (Task t : lanes) {
            int seen = VectorClock.get(clockOf(e), t.slot);
            if (t != e.task && seen > VectorClock.get(before, t.slot)) {
                learnt.add(stepsOf(t).get(seen - 1));
            }
        }
        return learnt.stream()
                .filter(p -> learnt.stream().noneMatch(q -> q != p && knows(q, p)))
                .map(p -> p.number + 1)
                .toList();
    }

    private static boolean knows(Event later, Event earlier) {
        return later.number > earlier.number && VectorClock.get(clockOf(later), earlier.task.slot) >= earlier.local;
    }

    /** The run was recorded in detail, so each of its steps has one. */
    private static int[] clockOf(Event e) {
        return Objects.requireNonNull(e.clock, "clock");
    }

    // who waits

    /** Whether {@code t} cannot go on by itself, as opposed to one that runs on and on. */
    private boolean waits(Task t) {
        return t.state == Task.State.WAITING
                || (t.state == Task.State.PENDING && !t.isEnabled())
                || evidence.cycle().contains(t); // it may be about to begin its wait
    }

    private static String orElse(@Nullable Object text, String otherwise) {
        return text == null ? otherwise : text.toString();
    }

    private Blocked blocked(Task t) {
        Judge judge = new Judge(x);
        String objects = String.join(
                ", ", judge.waitedOn(t).stream().map(Shadow::name).distinct().toList());
        return new Blocked(
                lanes.indexOf(t),
                waits(t) && t.waitReason() != null ? t.waitReason() : orElse(judge.waitKind(t), "plain Java code"),
                objects,
                orEmpty(x.siteOf(t)),
                waits(t) ? unblockers.of(t) : "runs on: let it end in the test, or raise maxSteps if it is merely long",
                Path.of(x.built(), t));
    }

    private List<CycleEdge> cycle() {
        List<CycleEdge> edges = new ArrayList<>();
        List<Task> cycle = evidence.cycle();
        for (int i = 0; i < cycle.size(); i++) {
            Task from = cycle.get(i);
            Task to = cycle.get((i + 1) % cycle.size());
            String objects = String.join(
                    ", ",
                    new Judge(x)
                            .waitedOn(from).stream()
                                    .map(Shadow::name)
                                    .distinct()
                                    .toList());
            edges.add(new CycleEdge(lanes.indexOf(from), objects, lanes.indexOf(to)));
        }
        return edges;
    }

    // races

    private @Nullable RacePair race() {
        Shadow object = evidence.object();
        return object == null
                ? null
                : new RacePair(
                        object.name(), access(evidence.first()), access(evidence.second()), evidence.consequence());
    }

    private @Nullable Access access(@Nullable Event e) {
        return e == null
                ? null
                : new Access(e.number + 1, lane(e), e.kind.toString(), orEmpty(e.site), lastSynchronisation(e));
    }

    /** What the task did last before {@code e} by which it could have been ordered with others. */
    private String lastSynchronisation(Event e) {
        List<Event> own = stepsOf(e.task);
        for (int i = e.local - 2; i >= 0; i--) {
            Event before = own.get(i);
            if (before.object != null && before.kind != OpKind.READ && before.kind != OpKind.WRITE) {
                return before.object.name() + " (#" + (before.number + 1) + " " + before.kind + ")";
            }
        }
        int start = lane(e.task).createdBy();
        return start == 0 ? "" : "its start (#" + start + ")";
    }
}
