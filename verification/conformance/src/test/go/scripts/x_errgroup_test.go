//go:build x

package scripts

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// A group with a context, or without.
type errgroups struct {
	*journal
	main      *line
	group     *errgroup.Group
	ctx       context.Context
	limit     int
	active    atomic.Int64
	waiting   atomic.Int64
	functions int
}

func init() {
	inVirtualTime["errgroup"] = func(j *journal, main *line) interpreter {
		return &errgroups{journal: j, main: main, group: new(errgroup.Group), ctx: context.Background(), limit: -1}
	}
}

func (s *errgroups) end() {}

func (s *errgroups) member(op operation) func() error {
	log, delay := s.open(fmt.Sprint("m", op.index)), own(s.functions)
	s.functions++
	d, waits, e := seconds(op.args[0]), op.args[1] == 1, op.args[2]
	return func() error {
		s.active.Add(1)
		defer s.active.Add(-1)
		log.add("begins")
		if !waits {
			time.Sleep(d + delay)
			log.add("ends")
			return cause(e)
		}
		select {
		case <-s.ctx.Done():
			log.add(text(context.Cause(s.ctx)))
			return s.ctx.Err()
		case <-time.After(d + delay):
			log.add("timeout")
			return cause(e)
		}
	}
}

func (s *errgroups) perform(op operation) {
	a := op.args
	switch op.letter {
	case 'n':
		if s.active.Load() == 0 {
			s.group, s.ctx = errgroup.WithContext(context.Background())
			s.limit = -1
		}
	case 'L':
		// Members that began without a limit must have ended.
		if s.active.Load() == 0 || s.limit >= 0 {
			outcome := panicking(func() { s.group.SetLimit(a[0]) })
			s.main.add(outcome)
			if outcome == "no panic" {
				s.limit = a[0]
			}
		}
	case 'g':
		m := s.member(op)
		// Main must not go on at the instant at which Wait does.
		if s.limit == 0 || s.limit > 0 && s.active.Load() >= int64(s.limit) && s.waiting.Load() > 0 {
			s.main.add("would wait")
		} else {
			s.group.Go(m)
			s.main.add("went")
		}
	case 't':
		s.main.addf("%v", s.group.TryGo(s.member(op)))
	case 'W':
		log, g, ctx := s.open(fmt.Sprint("w", op.index)), s.group, s.ctx
		s.waiting.Add(1)
		go func() {
			err := g.Wait()
			s.waiting.Add(-1)
			log.add(text(err))
			log.add(text(ctx.Err()) + ", " + text(context.Cause(ctx)))
		}()
	case 'e':
		s.main.add(text(s.ctx.Err()) + ", " + text(context.Cause(s.ctx)))
	default:
		panic("unknown operation")
	}
}
