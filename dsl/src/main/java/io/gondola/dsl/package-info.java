/**
 * The language: programs ({@link io.gondola.dsl.Go}) as immutable values, the channels they talk over, and the
 * runtimes that run them. Start at {@code Go}, then {@link io.gondola.dsl.Channel}.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.dsl;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/*
 * The rooms. Nodes extend Go, and Go makes them; runtimes run Go, and GoRuntime makes them; so this is one package.
 * What does not need Go is below it, in `engine` (the interpreter), `channel` (a channel's inside) and `io`.
 *
 *   the language   Go, Channel, SendChannel, ReceiveChannel, Shared, Actor, Scope, Loop, Panic, Unit: what users write
 *   nodes          a class for each method of Go, and named after it: Call, FlatMap, Defer, ForRange, Sleep, Spawn.
 *                  What can be executed in place is Shallow, or an Operation, which needs no frame either
 *   loops          Rounds, LoopRounds, LoopBodies, LoopState: how the bodies of loops are executed in place
 *   channels       Chan and NilChannel; their operations Send, Receive, ReceiveOption, RangeOver; BlockingView and
 *                  BlockingNil for threads outside
 *   actors         MailboxActor, Mailbox, Envelope, ReceiveReply
 *   runtimes       SchedulerRuntime on threads and GoRuntime.deterministic; GoProcess for Go.main; ProgramRun is one
 *                  run
 *   reports        Dump with DumpEntry and ProgramDump; GoroutineReport, PanicText, LockCycles; Stats, Meter
 */
