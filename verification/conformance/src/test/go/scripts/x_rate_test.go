//go:build x

package scripts

import (
	"context"
	"fmt"
	"math"
	"time"

	"golang.org/x/time/rate"
)

// A limiter. Times are told in microseconds: its arithmetic is in floating point.
type limiters struct {
	*journal
	main         *line
	limiter      *rate.Limiter
	reservations []*rate.Reservation
	ctx          context.Context
	cancel       context.CancelFunc
}

func init() {
	inVirtualTime["rate"] = func(j *journal, main *line) interpreter {
		s := &limiters{journal: j, main: main, limiter: rate.NewLimiter(1, 1)}
		j.unit = time.Microsecond
		s.ctx, s.cancel = context.WithCancel(context.Background())
		return s
	}
}

func (s *limiters) end() { s.cancel() }

var limits = []rate.Limit{0, 0.5, 1, 2, 4, 10, rate.Inf}

func (s *limiters) perform(op operation) {
	a := op.args
	switch op.letter {
	case 'N':
		s.limiter = rate.NewLimiter(limits[a[0]], a[1])
		s.reservations = nil
	case 'a':
		s.main.addf("%v", s.limiter.AllowN(time.Now(), a[0]))
	case 'w': // how many, patience
		log := s.open(fmt.Sprint("w", op.index))
		limiter := s.limiter
		go func() {
			ctx, cancel := s.ctx, context.CancelFunc(func() {})
			if a[1] != 0 {
				ctx, cancel = context.WithTimeout(ctx, seconds(a[1])+settle/2)
			}
			defer cancel()
			log.add(text(limiter.WaitN(ctx, a[0])))
		}()
	case 's':
		r := s.limiter.ReserveN(time.Now(), a[0])
		s.reservations = append(s.reservations, r)
		s.main.addf("ok %v, %v", r.OK(), r.Delay().Round(time.Microsecond).Microseconds())
	case 'c', 'd':
		if len(s.reservations) == 0 {
			return
		}
		r := s.reservations[a[0]%len(s.reservations)]
		if op.letter == 'c' {
			r.Cancel()
			s.reservations = nil
		} else {
			s.main.add(fmt.Sprint(r.Delay().Round(time.Microsecond).Microseconds()))
		}
	case 't':
		s.main.add(fmt.Sprint(math.Round(s.limiter.Tokens() * 2000)))
	case 'l':
		s.limiter.SetLimit(limits[a[0]])
		s.reservations = nil
	case 'b':
		s.limiter.SetBurst(a[0])
	default:
		panic("unknown operation")
	}
}
