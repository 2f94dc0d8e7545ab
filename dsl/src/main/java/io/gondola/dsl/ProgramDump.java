package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Program;
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

    private static String text(Seq<Dump.Entry> cycle) {
        Seq<Dump.Entry> next = cycle.tail().append(cycle.head());
        return "goroutines that wait for each other's locks:"
                + cycle.zip(next)
                        .map(e -> "\n\tgoroutine " + e._1.id() + " waits for "
                                + e._1.waitsOn().getOrElse("a lock") + ", locked by goroutine " + e._2.id())
                        .mkString();
    }
}
