package timeline

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"
)

// The picture's measures, in pixels.
const (
	pictureWidth = 1280
	margin       = 24
	labelWidth   = 430 // the column of names
	headHeight   = 92
	rowHeight    = 17
	barHeight    = 11
	axisRight    = pictureWidth - margin
	axisLeft     = margin + labelWidth
	wordWidth    = 6.2 // of a letter of the small text, roughly
)

// style is readable on light and on dark ground: the picture follows the
// reader's preference.
const style = `
text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.ground{fill:#fff}.head{font-size:16px;font-weight:600}.small{font-size:11px;fill:#59636e}
.name{text-anchor:end}.grid{stroke:#d1d9e0;stroke-width:1}.stripe{fill:#f6f8fa}
.bar{fill:#54aeff}.long{fill:#cf5b0b}.critical{font-weight:600;fill:#953800}.inside{fill:#fff;text-anchor:end}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.ground{fill:#0d1117}.small{fill:#9198a1}
.grid{stroke:#3d444d}.stripe{fill:#151b23}.bar{fill:#388bfd}.long{fill:#bc4c00}.critical{fill:#ffa657}.inside{fill:#fff}}
`

// WriteSVG draws the resources as bars over an axis of minutes, the critical
// path highlighted. Each bar tells whom it waited for when pointed at.
func (t Timeline) WriteSVG(out io.Writer) error {
	var p picture
	height := headHeight + rowHeight*len(t.Bars) + margin
	p.add(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`+"\n",
		pictureWidth, height, pictureWidth, height)
	p.add("<title>%s</title>\n<desc>%s</desc>\n<style>%s</style>\n", t.Stack+" on Azure's clock", t.Paragraph(), verbatim(style))
	p.add(`<rect class="ground" width="100%%" height="100%%"/>` + "\n")
	p.add(`<text class="head" x="%d" y="32">%s: about %s on Azure, by typical durations</text>`+"\n", margin, t.Stack, Clock(t.Total))
	p.add(`<text class="small" x="%d" y="52">%.2f times the longest chain that Azure itself forces (%s); %d resources at once; `+
		`orange is the critical path</text>`+"\n", margin, t.Ratio(), Clock(t.Forced), t.Slots)
	scale := float64(axisRight-axisLeft) / math.Max(1, float64(t.Total))
	p.stripes(len(t.Bars))
	p.axis(t.Total, scale, height)
	for i, b := range t.Bars {
		p.bar(b, headHeight+i*rowHeight, scale)
	}
	p.add("</svg>\n")
	_, err := out.Write(p.Bytes())
	return err
}

type picture struct{ bytes.Buffer }

// verbatim is text that is markup already.
type verbatim string

// add writes a piece of markup; texts among the arguments are escaped, and
// what XML cannot hold is replaced.
func (p *picture) add(format string, args ...any) {
	for i, arg := range args {
		if s, ok := arg.(string); ok {
			var escaped bytes.Buffer
			_ = xml.EscapeText(&escaped, []byte(s)) // a buffer takes everything
			args[i] = escaped.String()
		}
	}
	fmt.Fprintf(p, format, args...)
}

func (p *picture) stripes(rows int) {
	for i := 1; i < rows; i += 2 {
		p.add(`<rect class="stripe" x="%d" y="%d" width="%d" height="%d"/>`+"\n",
			margin, headHeight+i*rowHeight, pictureWidth-2*margin, rowHeight)
	}
}

// axis draws a line for every so many minutes, at most fifteen of them.
func (p *picture) axis(total int, scale float64, height int) {
	step := 1
	for _, step = range []int{1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440} {
		if total/60/step < 15 {
			break
		}
	}
	for minute := 0; minute*60 <= total; minute += step {
		x := float64(axisLeft) + float64(minute*60)*scale
		p.add(`<line class="grid" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>`, x, headHeight-4, x, height-margin)
		p.add(`<text class="small" x="%.1f" y="%d" text-anchor="middle">%d min</text>`+"\n", x, headHeight-10, minute)
	}
}

func (p *picture) bar(b Bar, y int, scale float64) {
	x, width := float64(axisLeft)+float64(b.Start)*scale, math.Max(2, float64(b.End-b.Start)*scale)
	bar, critical := "bar", ""
	if b.Critical {
		bar, critical = "long", " critical"
	}
	says := Clock(b.End - b.Start)
	if !b.Known {
		says = "no figure"
	}
	if b.After != "" {
		says += ", after " + b.After + ": " + b.Why
	}
	if b.Extra.Seconds > 0 {
		says += "; " + b.Extra.String()
	}
	baseline := y + rowHeight - 5
	p.add(`<g><title>%s: %s to %s</title>`, b.Name, Clock(b.Start), Clock(b.End))
	p.add(`<text class="name%s" x="%d" y="%d">%s</text>`, verbatim(critical), axisLeft-8, baseline, shorten(b.Name, 64))
	p.add(`<rect class="%s" x="%.1f" y="%d" width="%.1f" height="%d" rx="2"/>`, bar, x, y+(rowHeight-barHeight)/2, width, barHeight)
	// To the right of the bar, or inside it, or to its left: where there is room.
	switch needs := wordWidth*float64(len([]rune(says))) + 12; {
	case x+width+needs < axisRight:
		p.add(`<text class="small" x="%.1f" y="%d">%s</text></g>`+"\n", x+width+6, baseline, says)
	case width > needs:
		p.add(`<text class="small inside" x="%.1f" y="%d">%s</text></g>`+"\n", x+width-6, baseline, says)
	default:
		p.add(`<text class="small name" x="%.1f" y="%d">%s</text></g>`+"\n", x-6, baseline,
			shorten(says, int((x-axisLeft)/wordWidth)))
	}
}

// shorten cuts a text in its middle to so many letters.
func shorten(text string, letters int) string {
	runes := []rune(text)
	if len(runes) <= letters {
		return text
	}
	half := max(0, letters-1) / 2
	return strings.TrimSpace(string(runes[:half])) + "…" + strings.TrimSpace(string(runes[len(runes)-half:]))
}
