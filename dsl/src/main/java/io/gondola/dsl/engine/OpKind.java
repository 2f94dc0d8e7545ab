package io.gondola.dsl.engine;

/** What an operation that others can observe does. The texts are for reports. */
public enum OpKind {
    /** Something of which nothing is known: it may depend on everything. */
    OTHER("step"),
    YIELD("gosched"),
    SLEEP("sleep"),
    NEVER("wait for ever"),
    SPAWN("go"),
    PRINT("print"),
    BLOCKING("blocking call"),
    ASYNC("wait for callback"),
    THREAD("lock thread"),
    CHOOSE("choose"),
    FAULT("fault point"),
    HANDLE("use test handle"),

    SEND("send"),
    RECEIVE("recv"),
    TRY_SEND("try send"),
    TRY_RECEIVE("try recv"),
    CLOSE("close"),
    LENGTH("len"),
    SELECT("select"),

    /** Takes a mutex, or the mutex of an RWMutex's writers. Not enabled while it is held. */
    LOCK("lock"),
    UNLOCK("unlock"),
    TRY_LOCK("try lock"),
    /** A writer keeps new readers out, and has the lock once the readers of before have left. */
    WRITE_LOCK("announce writer"),
    WRITE_UNLOCK("let readers in"),
    TRY_WRITE_LOCK("try lock"),
    READ_LOCK("rlock"),
    READ_UNLOCK("runlock"),
    TRY_READ_LOCK("try rlock"),

    /** Adds its operand to the counter of a wait group. */
    GROUP_ADD("wg add"),
    GROUP_WAIT("wg wait"),
    /** Goes on after the counter has become 0. */
    GROUP_RETURN("wg wait returns"),

    COND_ENQUEUE("cond enqueue"),
    COND_WAIT("cond wait"),
    COND_SIGNAL("signal"),
    COND_BROADCAST("broadcast"),

    SEMAPHORE("semaphore"),
    /** Does something atomic with an object; all such operations depend on each other. */
    USE("use"),

    ATOMIC_LOAD("atomic load"),
    ATOMIC_STORE("atomic store"),
    /** Reads and writes an atomic variable at once. */
    ATOMIC_UPDATE("atomic update"),
    READ("read"),
    WRITE("write"),

    /** Makes, ends or looks at a context. */
    CONTEXT("context"),
    TIMER_START("start timer"),
    TIMER_SET("set timer"),
    CLOCK("read clock"),

    /** Ends the program, since a panic has left the last frame of the goroutine. */
    PANIC("panic"),

    /** Runs plain Java code: nothing is known of it, it orders nothing. Only where the explorer makes it a step. */
    JAVA("java"),

    // of the virtual network
    NET_LISTEN("listen"),
    NET_DIAL("dial"),
    NET_ACCEPT("accept"),
    NET_READ("read"),
    NET_WRITE("write"),
    /** Closes an end, or changes what concerns it alone. */
    NET_CLOSE("close");

    private final String text;

    OpKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
