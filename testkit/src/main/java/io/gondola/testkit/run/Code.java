package io.gondola.testkit.run;

/** What a decision is about. The order is part of the format of tokens. */
public enum Code {
    /**
     * Which of the goroutines that can go on does; answer 0 is the one that ran last or, if it cannot, the next in
     * order.
     */
    GO,
    /** Which of the ready cases a select takes; 0 is the first in the source. */
    SELECT,
    /** Whether the clock moves to the next deadline although a goroutine can go on; 0 is no. */
    TICK,
    /** Which number the program gets that asks for one. */
    DATA,
    /** Whether a fault is injected; 0 is no. */
    FAULT,
    /** Which of the timers that fire at the same time does so first; 0 is the one armed first. */
    TIE,
    /** Whether an attempt to lock fails although the lock is free; 0 is no. */
    TRY,
    /** Which of those who wait for a condition or a semaphore is served next; 0 is the one who came first. */
    WAKE,
    /** Which of those who wait in a channel is served next; 0 is the one who came first. */
    QUEUE,
    /** Whether the wait for a condition returns for no reason; 0 is no. */
    SPURIOUS
}
