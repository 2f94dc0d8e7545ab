package scripts

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"
)

type contexts struct {
	*journal
	main      *line
	all       []context.Context
	cancels   []func(cause error)
	stops     []func() bool
	quit      chan bool
	functions int
}

func newContexts(j *journal, main *line) interpreter {
	s := &contexts{journal: j, main: main, quit: make(chan bool)}
	s.made(context.Background(), func(error) {})
	return s
}

func (s *contexts) made(ctx context.Context, cancel func(error)) {
	s.all = append(s.all, ctx)
	s.cancels = append(s.cancels, cancel)
}

func (s *contexts) end() {
	close(s.quit)
	for _, cancel := range s.cancels {
		cancel(nil)
	}
}

// The place of a context, counted from the newest one.
func (s *contexts) place(n int) int {
	return len(s.all) - 1 - n%len(s.all)
}

func plain(cancel context.CancelFunc) func(error) {
	return func(error) { cancel() }
}

func (s *contexts) ending(ctx context.Context) string {
	return text(ctx.Err()) + ", " + text(context.Cause(ctx))
}

var monotonic = regexp.MustCompile(` m=[-+0-9.]+`)

func (s *contexts) perform(op operation) {
	a := op.args
	i := s.place(a[0])
	ctx := s.all[i]
	switch op.letter {
	case 'c':
		c, cancel := context.WithCancel(ctx)
		s.made(c, plain(cancel))
	case 'C':
		c, cancel := context.WithCancelCause(ctx)
		s.made(c, cancel)
	case 't':
		c, cancel := context.WithTimeout(ctx, seconds(a[1]))
		s.made(c, plain(cancel))
	case 'T':
		c, cancel := context.WithTimeoutCause(ctx, seconds(a[1]), cause(a[2]))
		s.made(c, plain(cancel))
	case 'd':
		c, cancel := context.WithDeadline(ctx, s.instant(op))
		s.made(c, plain(cancel))
	case 'D':
		c, cancel := context.WithDeadlineCause(ctx, s.instant(op), cause(a[2]))
		s.made(c, plain(cancel))
	case 'v':
		s.made(context.WithValue(ctx, fmt.Sprint("k", a[1]), fmt.Sprint("v", op.index)), func(error) {})
	case 'V':
		s.main.addf("value %v", ctx.Value(fmt.Sprint("k", a[1])))
	case 'o':
		s.made(context.WithoutCancel(ctx), func(error) {})
	case 'x':
		s.cancels[i](cause(a[1]))
	case 'X':
		delay := s.delay()
		go func() {
			time.Sleep(seconds(a[1]) + delay)
			s.cancels[i](cause(a[2]))
		}()
	case 'a':
		s.function(op, ctx)
	case 'b':
		if len(s.stops) > 0 {
			s.main.addf("stop %v", s.stops[a[0]%len(s.stops)]())
		}
	case 'e':
		s.main.add(s.ending(ctx) + ", " + s.deadline(ctx))
	case 'u':
		s.main.addf("done %v %v", ctx.Done() != nil, ctx.Done() == ctx.Done())
	case 'p':
		s.main.add(monotonic.ReplaceAllString(fmt.Sprint(ctx), ""))
	case 'g':
		s.waiter(op, ctx, a[1])
	case 'y':
		s.tie(ctx, a[1])
	default:
		panic("unknown operation")
	}
}

// An instant that no other operation has.
func (s *contexts) instant(op operation) time.Time {
	return s.start.Add(time.Duration(op.index+1) * 1001).Add(seconds(op.args[1]))
}

func (s *contexts) delay() time.Duration {
	s.functions++
	return own(s.functions - 1)
}

func (s *contexts) deadline(ctx context.Context) string {
	at, ok := ctx.Deadline()
	if !ok {
		return "none"
	}
	return fmt.Sprint(int64(at.Sub(s.start)))
}

// A function of the context's end, which may cancel another context a little later.
func (s *contexts) function(op operation, ctx context.Context) {
	log := s.open(fmt.Sprint("f", op.index))
	target, cancels, c := s.place(op.args[1]), op.args[2] == 1, cause(op.args[3])
	delay := s.delay()
	s.stops = append(s.stops, context.AfterFunc(ctx, func() {
		log.add(s.ending(ctx))
		if cancels {
			time.Sleep(delay)
			s.cancels[target](c)
			log.add(s.ending(s.all[target]))
		}
	}))
}

func (s *contexts) waiter(op operation, ctx context.Context, patience int) {
	log := s.open(fmt.Sprint("g", op.index))
	go func() {
		select {
		case <-ctx.Done():
			log.add(s.ending(ctx))
		case <-time.After(seconds(patience) + 1):
			log.add("timeout")
		case <-s.quit:
			log.add("quit")
		}
	}()
}

// Cancels a context at the very instant of its deadline: either may be first, but error and cause are of one of them.
func (s *contexts) tie(parent context.Context, d int) {
	slow := errors.New("slow")
	ctx, cancel := context.WithTimeoutCause(parent, seconds(d), slow)
	time.Sleep(seconds(d))
	before := ctx.Err()
	cancel()
	first := s.ending(ctx)
	time.Sleep(1)
	last := s.ending(ctx)
	either := first == "context canceled, context canceled" || first == "context deadline exceeded, slow"
	if parent.Err() == nil {
		s.main.addf("tie %v %v %v", either, first == last, before == nil || before == ctx.Err())
	}
}
