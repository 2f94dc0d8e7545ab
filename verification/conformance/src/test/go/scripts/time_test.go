package scripts

import (
	"fmt"
	"time"
)

// Timers in the places 0 to 2, tickers in 3 and 4, channels of After and Tick in 5.
type times struct {
	*journal
	main      *line
	timers    [3]*time.Timer
	tickers   [2]*time.Ticker
	other     <-chan time.Time
	quit      chan bool
	functions int
}

func newTimes(j *journal, main *line) interpreter {
	return &times{journal: j, main: main, quit: make(chan bool)}
}

func (s *times) end() {
	close(s.quit)
}

func (s *times) at(place int) <-chan time.Time {
	switch {
	case place < 3 && s.timers[place] != nil:
		return s.timers[place].C
	case place >= 3 && place < 5 && s.tickers[place-3] != nil:
		return s.tickers[place-3].C
	case place == 5:
		return s.other
	}
	return nil
}

func (s *times) value(v time.Time) string {
	return fmt.Sprint(int64(v.Sub(s.start)))
}

func (s *times) perform(op operation) {
	a := op.args
	switch op.letter {
	case 'n':
		s.timers[a[0]] = time.NewTimer(seconds(a[1]))
	case 'f':
		s.function(op)
	case 's':
		if t := s.timers[a[0]]; t != nil {
			s.main.addf("stop %v", t.Stop())
		}
	case 'r':
		if t := s.timers[a[0]]; t != nil {
			s.main.addf("reset %v", t.Reset(seconds(a[1])))
		}
	case 'k':
		s.main.add(panicking(func() { s.tickers[a[0]-3] = time.NewTicker(seconds(a[1])) }))
	case 'K':
		if t := s.tickers[a[0]-3]; t != nil {
			t.Stop()
		}
	case 'R':
		if t := s.tickers[a[0]-3]; t != nil {
			s.main.add(panicking(func() { t.Reset(seconds(a[1])) }))
		}
	case 'a':
		s.other = time.After(seconds(a[0]))
	case 'h':
		s.other = time.Tick(seconds(a[0]))
		s.main.addf("tick %v", s.other != nil)
	case 'q':
		select {
		case v := <-s.at(a[0]):
			s.main.add("got " + s.value(v))
		default:
			s.main.add("nothing")
		}
	case 'l':
		s.main.addf("len %d cap %d", len(s.at(a[0])), cap(s.at(a[0])))
	case 'g':
		s.receiver(op, s.at(a[0]), a[1], a[2], a[3])
	case 'e':
		s.exact(a[0], a[1])
	case 'S':
		time.Sleep(seconds(a[0]))
		s.main.add("slept")
	default:
		panic("unknown operation")
	}
}

// A timer whose function does something to itself, or to another timer.
func (s *times) function(op operation) {
	place, kind, target, d := op.args[0], op.args[2], op.args[3], op.args[4]
	log, acts := s.open(fmt.Sprint("f", op.index)), s.open(fmt.Sprint("acts", op.index))
	delay := own(s.functions)
	s.functions++
	runs := 0
	s.timers[place] = time.AfterFunc(seconds(op.args[1]), func() {
		log.add("runs")
		time.Sleep(delay)
		runs++
		t := s.timers[target]
		switch {
		case kind == 1 && t != nil && runs < 3:
			acts.addf("reset %v", t.Reset(seconds(d)))
		case kind == 2 && t != nil:
			acts.addf("stop %v", t.Stop())
		case kind == 3:
			time.Sleep(seconds(d % 9)) // to its end
			acts.add("slept")
		}
	})
}

// Receives up to n times, each time for at most a while, with pauses.
func (s *times) receiver(op operation, c <-chan time.Time, n, patience, pause int) {
	log := s.open(fmt.Sprint("g", op.index))
	delay := own(s.functions)
	s.functions++
	go func() {
		for range n {
			select {
			case v := <-c:
				log.add("got " + s.value(v))
			case <-time.After(seconds(patience) + 1):
				log.add("timeout")
				return
			case <-s.quit:
				log.add("quit")
				return
			}
			time.Sleep(seconds(pause) + delay)
		}
	}()
}

// Stops or resets a timer at the very instant at which it fires: what it had ready is not seen.
func (s *times) exact(d, reset int) {
	t := time.NewTimer(seconds(d))
	time.Sleep(seconds(d))
	if reset == 0 {
		s.main.addf("stop %v %v", t.Stop(), t.Stop())
	} else {
		s.main.addf("reset %v", t.Reset(seconds(reset)))
	}
	select {
	case <-t.C:
		s.main.add("old value")
	default:
		s.main.add("nothing")
	}
}
