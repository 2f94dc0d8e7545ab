package io.gondola.samples.net.talk;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.net.TcpConnection;
import io.gondola.samples.net.Local;
import io.gondola.sync.Mutex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat: the first line of a client is its name, each other one goes to all members.
 *
 * <p>Each member has a mailbox of some lines, which a goroutine of its own sends. A member that reads so slowly that
 * its mailbox is full is thrown out: nobody waits for it, and no memory is lost to it.
 */
public final class ChatRoom {
    private static final int LONGEST = 1_000;

    private final int mailbox;
    private final Mutex mutex = new Mutex().named("room");

    /** Guarded by {@code mutex}. */
    private final Map<String, Member> members = new LinkedHashMap<>();

    private record Member(String name, Channel<String> mailbox, TcpConnection c) {}

    /** @param mailbox how many lines a member may be behind */
    public ChatRoom(int mailbox) {
        this.mailbox = mailbox;
    }

    /** Serves one connection. */
    public Go<Unit> serve(TcpConnection c) {
        Lines lines = Lines.over(c, LONGEST);
        return lines.read().flatMap(name -> name.isEmpty() ? unit() : enter(name.get(), c, lines));
    }

    private Go<Unit> enter(String name, TcpConnection c, Lines lines) {
        Member m = new Member(name, Channel.buffered(mailbox), c);
        Go<Unit> reading = forever(done ->
                lines.read().flatMap(line -> line.isEmpty() ? done.exit() : tell(name + ": " + line.get())));
        return mutex.withLock(call(() -> members.putIfAbsent(name, m) == null))
                .flatMap(entered -> entered
                        ? go("send to " + name, send(m, lines))
                                .then(tell(name + " has entered"))
                                .then(reading)
                                .recover(p -> unit()) // whose connection breaks has left
                                .defer(leave(m))
                        : lines.write("there is a " + name + " already"));
    }

    private static Go<Unit> send(Member m, Lines lines) {
        return m.mailbox().range(lines::write).recover(p -> unit());
    }

    private Go<Unit> tell(String line) {
        List<Member> slow = new ArrayList<>();
        Go<Unit> offers = suspend(() -> forEach(
                List.copyOf(members.values()),
                m -> select(
                        onSend(m.mailbox(), line, unit()), onDefault(remove(m).then(run(() -> slow.add(m)))))));
        return mutex.withLock(offers)
                .then(suspend(() ->
                        forEach(slow, m -> Local.closeQuietly(m.c()).then(tell(m.name() + " was too slow")))));
    }

    private Go<Unit> leave(Member m) {
        return mutex.withLock(remove(m)).flatMap(was -> was ? tell(m.name() + " has left") : unit());
    }

    /** Under the lock, under which alone anybody sends to the mailbox: so nobody sends to a closed one. */
    private Go<Boolean> remove(Member m) {
        return call(() -> members.remove(m.name(), m))
                .flatMap(was -> was ? m.mailbox().close().as(true) : pure(false));
    }
}
