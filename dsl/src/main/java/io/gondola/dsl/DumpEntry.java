package io.gondola.dsl;

import io.gondola.dsl.engine.Debug;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.InARow;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Sites;
import io.gondola.dsl.engine.Uses;
import io.gondola.dsl.engine.Waits;
import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.SafeText;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/** One goroutine at one moment. */
record DumpEntry(
        long id,
        Option<String> name,
        String state,
        long waitedMinutes,
        boolean lockedToThread,
        Option<String> waitReason,
        Option<Object> waitsOn,
        Option<String> createdAt,
        Option<String> runs,
        Option<String> waitsAt,
        Seq<String> sites,
        long parent,
        Option<Long> lockedBy,
        Option<String> remark)
        implements Dump.Entry {
    private static final int MAX_SITES = 32;

    /** Of which it is not known who has locked what it waits for, nor who has used it. */
    DumpEntry(
            long id,
            Option<String> name,
            String state,
            long waitedMinutes,
            boolean lockedToThread,
            Option<String> waitReason,
            Option<Object> waitsOn,
            Option<String> createdAt,
            Option<String> runs,
            Option<String> waitsAt,
            Seq<String> sites,
            long parent) {
        this(
                id,
                name,
                state,
                waitedMinutes,
                lockedToThread,
                waitReason,
                waitsOn,
                createdAt,
                runs,
                waitsAt,
                sites,
                parent,
                Option.none(),
                Option.none());
    }

    /** Reads what {@code f} does, racily: it may be running. */
    static DumpEntry of(Fiber f) {
        byte state = f.state();
        boolean waiting = state == Goroutine.WAITING;
        List<Object> sites = List.of(f.sites(MAX_SITES)).filter(site -> site(site) != null);
        Instruction at = f.at();
        StackTraceElement created = f.startedAt();
        StackTraceElement place = waiting ? Debug.placeOf(f.pending()) : null;
        return new DumpEntry(
                f.id(),
                Option.of(f.name()),
                text(state),
                f.scheduler().waitedMinutes(f),
                f.lockedToThread(),
                waiting && at != null ? Option.of(Waits.reason(at)) : Option.none(),
                waiting && at != null ? Option.of(Waits.object(at)) : Option.none(),
                Option.of(created != null ? created.toString() : site(f.creator())),
                Option.of(site(f.runs())),
                sites.headOption().map(DumpEntry::site),
                lines(sites, place),
                f.parent(),
                Debug.ON && waiting && at != null ? holder(f, at) : Option.none(),
                Debug.ON && waiting && at != null ? remark(f, at, place) : Option.none());
    }

    private static Option<String> remark(Fiber f, Instruction at, @Nullable StackTraceElement place) {
        String unknown = place == null && Waits.reason(at) != null && Debug.isIncomplete()
                ? "its line was not noted, see -Dgondola.debug=1"
                : null;
        return Option.of(Uses.past(Waits.object(at), f.program())).orElse(Option.of(unknown));
    }

    /**
     * The number of the goroutine that has locked what {@code f} waits for in {@code at}, if both are of one program.
     */
    private static Option<Long> holder(Fiber f, Instruction at) {
        long number = Waits.holder(at) - (f.identity() - f.id());
        return Option.when(number > 0 && number <= Integer.MAX_VALUE, number);
    }

    /**
     * The functions, innermost first; {@code place}, if known, stands above them, or in place of the one that it is in.
     */
    static List<String> lines(List<Object> sites, @Nullable StackTraceElement place) {
        if (place == null) {
            return sites.map(DumpEntry::line);
        }
        StackTraceElement first = sites.isEmpty() ? null : Sites.element(sites.head());
        boolean same = first != null
                && first.getClassName().equals(place.getClassName())
                && first.getMethodName().equals(place.getMethodName());
        return (same ? sites.tail() : sites).map(DumpEntry::line).prepend(place.toString());
    }

    private static @Nullable String site(@Nullable Object function) {
        return Sites.describe(function);
    }

    /** A line of a report; null if there is nothing to show. */
    static @Nullable String line(Object function) {
        String site = site(function);
        return site == null ? null : site + InARow.suffix(function);
    }

    static String text(byte state) {
        return switch (state) {
            case Goroutine.RUNNABLE -> "runnable";
            case Goroutine.RUNNING -> "running";
            case Goroutine.SYSCALL -> "syscall";
            case Goroutine.WAITING -> "waiting";
            default -> "dead";
        };
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(header(waitReason.getOrElse(state)));
        waitsOn.forEach(
                o -> out.append(name.isDefined() ? "," : "").append(" on=").append(SafeText.of(o)));
        lockedBy.forEach(holder -> out.append(", locked by goroutine ").append(holder));
        remark.forEach(text -> out.append(", ").append(text));
        sites.forEach(s -> out.append('\n').append(s));
        return out.append(creation()).toString();
    }

    /** The first line. */
    String header(String status) {
        String minutes = waitedMinutes > 0 ? ", " + waitedMinutes + " minutes" : "";
        String lock = lockedToThread ? ", locked to thread" : "";
        return "goroutine " + id + " [" + status + minutes + lock + "]:"
                + name.map(n -> " name=" + SafeText.quoted(n)).getOrElse("");
    }

    /** The last line, with the line break before it; empty for the main goroutine. */
    String creation() {
        if (parent <= 0) {
            return "";
        }
        String in = "in goroutine " + parent;
        return "\ncreated "
                + createdAt
                        .map(site -> "by " + site + " " + in)
                        .orElse(runs.map(site -> in + " to run " + site))
                        .getOrElse(in);
    }
}
