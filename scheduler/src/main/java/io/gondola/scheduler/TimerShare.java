package io.gondola.scheduler;

/** How many entries of one heap belong to one program and are to fire yet. Guarded by the heap's lock. */
final class TimerShare {
    final TimerHeap heap;
    final Program program;
    int live;

    TimerShare(TimerHeap heap, Program program) {
        this.heap = heap;
        this.program = program;
    }
}
