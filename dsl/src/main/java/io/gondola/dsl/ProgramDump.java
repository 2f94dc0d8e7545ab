package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.SafeText;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Collection;

/** The goroutines of some programs at one moment. */
record ProgramDump(Seq<Dump.Entry> goroutines, Seq<Seq<Dump.Entry>> lockCycles) implements Dump {
    static ProgramDump of(Collection<? extends Program> programs) {
        return new ProgramDump(
                Vector.ofAll(programs)
                        .flatMap(Program::goroutines)
                        .filter(Fiber.class::isInstance)
                        .map(g -> (Dump.Entry) DumpEntry.of((Fiber) g)),
                Vector.ofAll(programs).flatMap(LockCycles::of));
    }

    /** The goroutines alone. */
    String report() {
        return goroutines.mkString("\n\n");
    }

    @Override
    public String toString() {
        return lockCycles.isEmpty()
                ? report()
                : report() + lockCycles.map(ProgramDump::text).mkString("\n\n", "\n\n", "");
    }

    /** Who waits for whom; the first {@link GoroutineReport#MOST} of them. */
    static String text(Seq<Dump.Entry> cycle) {
        Seq<Dump.Entry> next = cycle.tail().append(cycle.head());
        return "goroutines that wait for each other's locks:"
                + cycle.zip(next)
                        .take(GoroutineReport.MOST)
                        .map(e -> "\n\tgoroutine " + e._1.id() + " waits for "
                                + SafeText.of(e._1.waitsOn().getOrElse("a lock")) + ", locked by goroutine "
                                + e._2.id())
                        .mkString()
                + (cycle.size() > GoroutineReport.MOST ? "\n\t…" : "");
    }
}
