//go:build x

package scripts

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/semaphore"
)

// A weighted semaphore of 4.
type semaphores struct {
	*journal
	main      *line
	weighted  *semaphore.Weighted
	ctx       context.Context
	cancel    context.CancelFunc
	functions int
}

func init() {
	inVirtualTime["semaphore"] = func(j *journal, main *line) interpreter {
		s := &semaphores{journal: j, main: main, weighted: semaphore.NewWeighted(4)}
		s.ctx, s.cancel = context.WithCancel(context.Background())
		return s
	}
}

func (s *semaphores) end() { s.cancel() }

func (s *semaphores) delay() time.Duration {
	s.functions++
	return own(s.functions - 1)
}

func (s *semaphores) holds(n, d int, delay time.Duration) {
	time.Sleep(seconds(d) + delay)
	s.weighted.Release(int64(n))
}

func (s *semaphores) perform(op operation) {
	a := op.args
	delay := s.delay()
	switch op.letter {
	case 'a': // how many, for how long, patience
		log := s.open(fmt.Sprint("a", op.index))
		go func() {
			ctx, cancel := s.ctx, context.CancelFunc(func() {})
			if a[2] != 0 {
				ctx, cancel = context.WithTimeout(ctx, seconds(a[2])+1)
			}
			defer cancel()
			err := s.weighted.Acquire(ctx, int64(a[0]))
			log.add(text(err))
			if err == nil {
				s.holds(a[0], a[1], delay)
			}
		}()
	case 't':
		ok := s.weighted.TryAcquire(int64(a[0]))
		s.main.addf("%v", ok)
		if ok {
			go s.holds(a[0], a[1], delay)
		}
	default:
		panic("unknown operation")
	}
}
