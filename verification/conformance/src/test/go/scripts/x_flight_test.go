//go:build x

package scripts

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"
)

// A group of calls with keys.
type flights struct {
	*journal
	main      *line
	group     singleflight.Group
	functions int
}

func init() {
	inVirtualTime["flight"] = func(j *journal, main *line) interpreter { return &flights{journal: j, main: main} }
}

func (s *flights) end() {}

func (s *flights) perform(op operation) {
	a := op.args
	key := fmt.Sprint("k", a[0])
	if op.letter == 'f' {
		s.group.Forget(key)
		return
	}
	log, delay := s.open(fmt.Sprint("d", op.index)), own(s.functions)
	s.functions++
	fn := func() (any, error) {
		time.Sleep(seconds(a[1]) + delay)
		if a[2] == 0 {
			return nil, errors.New(fmt.Sprint("e", op.index))
		}
		return fmt.Sprint("v", op.index), nil
	}
	tell := func(v any, err error, shared bool) {
		if err != nil {
			v = err
		}
		log.addf("%v %v", v, shared)
	}
	switch op.letter {
	case 'd':
		go func() { tell(s.group.Do(key, fn)) }()
	case 'c':
		c := s.group.DoChan(key, fn)
		go func() {
			r := <-c
			tell(r.Val, r.Err, r.Shared)
		}()
	default:
		panic("unknown operation")
	}
}
