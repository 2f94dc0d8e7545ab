package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.control.Option;

/** The shapes of each workload on Gondola. */
final class Shapes {
    private Shapes() {}

    /** The published one first. */
    static List<Shape> of(Workload workload) {
        return others(workload).prepend(new Shape(Shape.PUBLISHED, n -> GoroutinePrograms.program(workload, n)));
    }

    private static List<Shape> others(Workload workload) {
        return switch (workload) {
            case PINGPONG -> ChannelShapes.pingPong();
            case UNBUFFERED -> ChannelShapes.unbuffered();
            case BUFFERED -> ChannelShapes.buffered();
            case BUFFERED_MPMC -> ChannelShapes.mpmc();
            case THREADRING -> ChannelShapes.threadRing();
            case SIEVE -> ChannelShapes.sieve();
            case SELECT_FANIN -> ChannelShapes.fanIn();
            case SPAWN -> GoroutineShapes.spawn();
            case SKYNET -> GoroutineShapes.skynet();
            case MUTEX -> GoroutineShapes.mutex();
            case SLEEPERS -> GoroutineShapes.sleepers();
            case YIELD -> GoroutineShapes.yields();
            case PARKED, TCP_ECHO, TCP_ACCEPT, TCP_IDLE, TCP_TRANSFER -> List.empty();
            default -> PipelineShapes.others(workload.row().get());
        };
    }

    static Option<Shape> named(Workload workload, String name) {
        return of(workload).find(shape -> shape.name().equals(name));
    }
}
