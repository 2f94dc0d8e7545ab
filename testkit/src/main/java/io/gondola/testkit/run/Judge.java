package io.gondola.testkit.run;

import io.gondola.dsl.engine.Lost;
import io.gondola.dsl.engine.OpKind;
import io.gondola.scheduler.SafeText;
import io.gondola.testkit.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says what is wrong in an execution. */
final class Judge {
    private static final Set<String> DEFAULT_NAMES = Set.of(
            "chan",
            "mutex",
            "rwmutex",
            "waitgroup",
            "shared",
            "cond",
            "semaphore",
            "atomic",
            "once",
            "timer",
            "ticker",
            "pool",
            "singleflight",
            "rate limiter");

    private final Execution x;

    Judge(Execution x) {
        this.x = x;
    }

    /** Whether an object with this name was given none by the user. */
    static boolean isDefaultName(String name) {
        return DEFAULT_NAMES.contains(name) || name.startsWith("chan(cap ") || name.indexOf('@') >= 0;
    }

    // at rest

    /** Nothing can go on and no timer will change that; null if that is fine. */
    @Nullable
    Finding atRest() {
        List<Task> blocked = new ArrayList<>();
        for (Task t : x.liveTasks()) {
            if (!x.rootEnded() || !mayWait(t)) {
                blocked.add(t);
            }
        }
        if (x.rootEnded()) {
            return blocked.isEmpty() ? openConnections() : leak(blocked);
        }
        List<Task> cycle = cycle(blocked);
        String summary = x.liveTasks().isEmpty()
                ? "no goroutines (main called runtime.Goexit) - deadlock!"
                : "all goroutines are asleep - deadlock!";
        return blocked(Kind.DEADLOCK, summary, blocked, cycle);
    }

    /** Whether it is nobody's fault that {@code t} waits after main's end. */
    private boolean mayWait(Task t) {
        return x.settings().options().mayLeak().contains(t.name()) || waitKind(t) == OpKind.NET_ACCEPT;
    }

    /** Connections that nobody has closed; null if there are none. */
    private @Nullable Finding openConnections() {
        List<String> open = x.openConnections();
        if (open.isEmpty()) {
            return null;
        }
        String what = open.size() == 1 ? "an end of a connection is" : open.size() + " ends of connections are";
        return new Finding(
                Kind.LEAK,
                "main has finished, and " + what + " left open: " + String.join(", ", open),
                List.of(),
                List.of(),
                List.of(),
                Kind.LEAK + "|connections|" + open,
                null,
                Evidence.NONE);
    }

    private Finding leak(List<Task> blocked) {
        List<Task> cycle = cycle(blocked);
        if (!cycle.isEmpty()) {
            return blocked(Kind.DEADLOCK, "goroutines wait for each other - deadlock!", blocked, cycle);
        }
        String who = blocked.size() == 1 ? "a goroutine waits" : blocked.size() + " goroutines wait";
        return blocked(Kind.LEAK, "main has finished, and " + who + " for ever", blocked, cycle);
    }

    private Finding blocked(Kind kind, String summary, List<Task> blocked, List<Task> cycle) {
        List<String> details = new ArrayList<>();
        List<String> goroutines = new ArrayList<>();
        Set<String> objects = new TreeSet<>();
        StringBuilder fingerprint = new StringBuilder(kind.name());
        List<Task> all = blocked;
        for (Task t : all) {
            details.add("blocked: " + blockedAt(t));
            goroutines.add(t.name());
            for (Shadow s : waitedOn(t)) {
                objects.add(s.name());
            }
            fingerprint.append('|').append(t.lineage);
            if (kind != Kind.LIVELOCK) { // those who run on are anywhere
                fingerprint.append(' ').append(waitKind(t));
            }
        }
        if (!cycle.isEmpty()) {
            StringBuilder line = new StringBuilder("cycle:   ");
            for (Task t : cycle) {
                line.append(t.fullName()).append(" -").append(waitText(t)).append("-> ");
            }
            details.add(line + cycle.get(0).fullName());
        }
        return new Finding(
                kind,
                summary,
                details,
                goroutines,
                List.copyOf(objects),
                fingerprint.toString(),
                null,
                Evidence.waiting(blocked, cycle));
    }

    /** Tasks that wait for each other's locks in a cycle; empty if there is none. */
    private List<Task> cycle(List<Task> among) {
        for (Task start : among) {
            List<Task> path = new ArrayList<>(List.of(start));
            if (leadsBack(path)) {
                return List.copyOf(path);
            }
        }
        return List.of();
    }

    /** Whether the last of {@code path} waits, directly or not, for the first; then {@code path} is extended to it. */
    private boolean leadsBack(List<Task> path) {
        Task t = path.get(path.size() - 1);
        List<Task> owners = new ArrayList<>();
        Task first = owner(t);
        if (first != null) {
            owners.add(first);
        }
        if (t.state == Task.State.WAITING
                && t.waitsSince != null
                && t.waitsSince.kind == OpKind.WRITE_LOCK
                && t.waitsSince.object instanceof LockShadow lock) {
            owners.addAll(lock.readers()); // it waits for each of them
        }
        for (Task next : owners) {
            if (next == path.get(0)) {
                return true;
            }
            if (!path.contains(next)) {
                path.add(next);
                if (leadsBack(path)) {
                    return true;
                }
                path.remove(path.size() - 1);
            }
        }
        return false;
    }

    /** Whom {@code t} waits for; null if unknown, or if {@code t} does not wait. */
    @Nullable
    Task owner(Task t) {
        if (t.state == Task.State.PENDING && !t.isEnabled()) {
            Shadow s = x.objects.existing(t.operation().subject());
            return s == null ? null : s.waitsFor(t);
        }
        if (t.state == Task.State.WAITING && t.waitsSince != null && t.waitsSince.object != null) {
            return t.waitsSince.object.waitsFor(t);
        }
        return null;
    }

    List<Shadow> waitedOn(Task t) {
        List<Shadow> objects = new ArrayList<>();
        if (t.state == Task.State.PENDING) {
            objects.add(x.objects.existing(t.operation().subject()));
        } else if (t.waitsSince != null) {
            objects.addAll(x.objects.objectsOf(t.waitsSince));
        }
        objects.removeIf(Objects::isNull);
        return objects;
    }

    @Nullable
    OpKind waitKind(Task t) {
        return t.state == Task.State.PENDING ? t.pendingKind : t.waitsSince == null ? null : t.waitsSince.kind;
    }

    private String waitText(Task t) {
        StringBuilder text = new StringBuilder(String.valueOf(waitKind(t)));
        for (Shadow s : waitedOn(t)) {
            text.append(' ').append(s.name());
        }
        return text.toString();
    }

    private String blockedAt(Task t) {
        StringBuilder text = new StringBuilder(t.fullName()).append("  ").append(waitText(t));
        String reason = t.waitReason();
        if (reason != null) {
            text.append("  [").append(reason).append(']');
        }
        Task owner = owner(t);
        if (owner != null) {
            text.append("  held by ").append(owner.fullName());
        }
        String site = x.siteOf(t);
        if (site != null) {
            text.append("  at ").append(site);
        }
        return text.toString();
    }

    // runs that do not end

    /** Main has finished long ago, and timers keep the program alive; null if that is fine. */
    @Nullable
    Finding timerLeak() {
        List<Task> alive = new ArrayList<>(x.liveTasks());
        alive.removeIf(t -> x.settings().options().mayLeak().contains(t.name()));
        return alive.isEmpty()
                ? null
                : blocked(
                        Kind.LEAK,
                        "main has finished, and timers keep " + alive.size() + " goroutine(s) alive",
                        alive,
                        List.of());
    }

    /** The fair continuation of the run goes on and on; null if its end may be known. */
    @Nullable
    Finding endless() {
        List<Task> cycle = cycle(x.liveTasks());
        if (!cycle.isEmpty()) {
            return blocked(Kind.DEADLOCK, "goroutines wait for each other - deadlock!", cycle, cycle);
        }
        if (x.continuation.awaitsFarDeadline()) {
            return null;
        }
        String how = x.continuation.changesLately() > 0
                ? "the program does not end"
                : "goroutines run on and on, and nothing changes";
        return blocked(Kind.LIVELOCK, how + ": steps=" + x.steps(), x.liveTasks(), List.of());
    }

    Finding endlessStep(Task t) {
        return blocked(
                Kind.LIVELOCK,
                "a goroutine runs on and on without a step that others can observe: goroutine=" + t.fullName(),
                List.of(t),
                List.of());
    }

    // programs that were dropped

    Finding lost(List<Lost> programs) {
        Lost first = programs.get(0);
        return new Finding(
                Kind.LOST,
                text(first),
                programs.stream().map(l -> "lost:    " + text(l)).toList(),
                List.of(),
                List.of(),
                Kind.LOST + "|" + first,
                null,
                Evidence.NONE);
    }

    /** {@code `ch.send` built at BankTest:25 was never run: …}. */
    static String text(Lost lost) {
        return lost.text(shortLine(lost.place()));
    }

    /** {@code BankTest:25}, or the class if that is not known. */
    static String shortLine(StackTraceElement line) {
        String file = line.getFileName();
        return file != null && line.getLineNumber() > 0
                ? file.replaceFirst("\\.[a-z]+$", "") + ":" + line.getLineNumber()
                : line.getClassName();
    }

    // panics and races

    Finding panic(Task t, Throwable thrown) {
        return thrown(Kind.PANIC, t, "panic: " + textOf(thrown), thrown);
    }

    Finding fatal(Task t, Throwable thrown) {
        return thrown(Kind.FATAL, t, "fatal error: " + textOf(thrown), thrown);
    }

    private static String textOf(Throwable thrown) {
        return thrown instanceof io.gondola.dsl.Panic || thrown instanceof io.gondola.dsl.FatalError
                ? String.valueOf(SafeText.message(thrown))
                : SafeText.indented(SafeText.raw(thrown, thrown.getClass().getName()));
    }

    private Finding thrown(Kind kind, Task t, String text, Throwable thrown) {
        String site = x.siteOf(t);
        Event last = x.lastEvent();
        List<String> objects =
                last != null && last.task == t && last.object != null ? List.of(last.object.name()) : List.of();
        return new Finding(
                kind,
                text,
                List.of("in:      " + t.fullName() + (site == null ? "" : "  at " + site)),
                List.of(t.name()),
                objects,
                kind + "|" + t.lineage + "|" + text,
                thrown,
                Evidence.NONE);
    }

    /** The same race, which led to {@code panic}. */
    static Finding consequence(Finding race, Finding panic) {
        List<String> details = new ArrayList<>(race.details());
        details.add("hence:   " + panic.summary());
        details.addAll(panic.details());
        return new Finding(
                race.kind(),
                race.summary(),
                details,
                race.goroutines(),
                race.objects(),
                race.fingerprint(),
                panic.thrown(),
                race.evidence().hence(panic.summary() + "  in " + String.join(", ", panic.goroutines())));
    }

    /** Two steps that nothing orders; one of them is null if it is the end of the test. */
    Finding race(Shadow object, @Nullable Event a, @Nullable Event b) {
        List<String> details = new ArrayList<>();
        List<String> goroutines = new ArrayList<>();
        Set<String> who = new TreeSet<>();
        for (Event e : new Event[] {a, b}) {
            if (e == null) {
                details.add("access:  the end of the test");
                who.add("end");
            } else {
                details.add("access:  #" + e.number + "  " + e.task.fullName() + "  " + e.text()
                        + (e.site == null ? "" : "  at " + e.site));
                if (!goroutines.contains(e.task.name())) {
                    goroutines.add(e.task.name());
                }
                who.add(e.task.lineage + " " + e.kind);
            }
        }
        String what = a == null || b == null ? "used after the test's end: " : "data race on ";
        return new Finding(
                Kind.RACE,
                what + object.name(),
                details,
                goroutines,
                List.of(object.name()),
                Kind.RACE + "|" + who,
                null,
                Evidence.unordered(object, a, b));
    }
}
