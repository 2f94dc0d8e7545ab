package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Program;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Collection;

/** The goroutines of some programs at one moment. */
record ProgramDump(Seq<Dump.Entry> goroutines) implements Dump {
    static ProgramDump of(Collection<? extends Program> programs) {
        return new ProgramDump(Vector.ofAll(programs)
                .flatMap(Program::goroutines)
                .filter(Fiber.class::isInstance)
                .map(g -> (Dump.Entry) DumpEntry.of((Fiber) g)));
    }

    @Override
    public String toString() {
        return goroutines.mkString("\n\n");
    }
}
