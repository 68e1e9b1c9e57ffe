"""The picture for a terminal: plain lines, the most pressing first, so that a short window shows it."""

from collections.abc import Iterator

from tinbai.status.picture import Picture
from tinbai.status.words import cut, duration, figure, plural, said, share

_BAR = 20
_TICKS = "▁▂▃▄▅▆▇█"
_DAYS = 28
_FEW = 5
_TITLE = 46


def summary(picture: Picture) -> str:
    tasks = picture.tasks
    people = sum(bool(one.answers) for one in picture.annotators)
    released = f", released as {picture.release}" if picture.release else ""
    return (
        f"{picture.name}: {tasks.labelled:,} of {plural(tasks.pushed, 'task')} labelled by "
        f"{plural(people, 'annotator')}, {picture.gold:,} settled{released}"
    )


def lines(picture: Picture) -> Iterator[str]:
    """Everything but the summary, without a heading where there is nothing to say below it."""
    for section in (
        _tasks,
        _waiting,
        _annotators,
        _pace,
        _agreement,
        _suggestions,
        _hot_spots,
        _times,
        _stages,
        _server,
    ):
        yield from section(picture)


def _tasks(picture: Picture) -> Iterator[str]:
    tasks = picture.tasks
    if not tasks.pushed:
        yield f"tasks        none yet; {plural(picture.articles, 'article')} in the workspace"
        return
    yield (
        f"tasks        {_bar(tasks.labelled, tasks.pushed)} {share(tasks.labelled, tasks.pushed)} labelled, "
        f"{tasks.complete:,} by as many as asked, {plural(tasks.missing, 'answer')} to come"
    )


def _waiting(picture: Picture) -> Iterator[str]:
    left = [one for one in picture.waiting if one.count]
    for number, one in enumerate(left):
        yield f"{'waiting' if not number else '':<11}{one.count:>6,}  {one.what:<42} {one.how}"


def _annotators(picture: Picture) -> Iterator[str]:
    if not picture.annotators:
        return
    yield "annotators              answers   skips  a day   median  last day"
    for one in picture.annotators:
        yield (
            f"  {one.name:<20} {one.answers:>8,} {one.skipped:>7,} {figure(one.per_day):>6} "
            f"{duration(one.seconds):>8}  {one.last_day or '–'}"
            + (f"  ({one.older:,} on an older text)" if one.older else "")
        )


def _pace(picture: Picture) -> Iterator[str]:
    pace = picture.pace
    if not pace.per_day:
        if picture.annotators:
            yield f"pace         {pace.reason}"
        return
    interval = f" [{figure(pace.low)}, {figure(pace.high)}]" if pace.low is not None else ""
    yield f"pace         {figure(pace.per_day)} answers a day{interval} over {plural(pace.window, 'day')}  {_ticks(picture)}"
    if pace.done_on is not None:
        yield f"             all {pace.missing:,} to come are there by {pace.done_on} ({pace.done_earliest} to {pace.done_latest})"
    elif pace.missing:
        yield f"             no estimate: {pace.reason}"


def _agreement(picture: Picture) -> Iterator[str]:
    agreement = picture.agreement
    if agreement.reason:
        if picture.annotators:
            yield f"agreement    {agreement.reason}"
        return
    older = ": older than the annotations, tinbai agreement measures it again" if agreement.older else ""
    yield f"agreement{older}"
    for row in agreement.overall:
        if row.value is None:
            yield f"  {cut(row.measure, 40):<40} undefined: {row.reason}"
        else:
            interval = (
                f" [{row.low:.2f}, {row.high:.2f}]" if row.low is not None and row.high is not None else ""
            )
            yield f"  {cut(row.measure, 40):<40} {row.value:.2f}{interval} on {plural(row.documents, 'document')}"


def _suggestions(picture: Picture) -> Iterator[str]:
    told = picture.suggestions
    shown = sum(one.shown for one in told.by_label)
    if not shown:
        if picture.annotators:
            yield f"suggestions  {told.reason or 'none were shown'}"
        return
    kept = sum(one.kept for one in told.by_label)
    changed = sum(one.changed for one in told.by_label)
    yield (
        f"suggestions  {share(kept, shown)} kept, {share(changed, shown)} changed, "
        f"{share(shown - kept - changed, shown)} deleted of {shown:,} in {plural(told.answers, 'answer')}"
    )
    for one in told.by_label:
        yield f"  {cut(one.name, 12):<12} {_bar(one.kept, one.shown)} {share(one.kept, one.shown):>4} kept of {one.shown:,}"
    if told.unknown:
        yield f"  {plural(told.unknown, 'accepted span')} not in suggestions.parquet: it was made anew since the push"


def _hot_spots(picture: Picture) -> Iterator[str]:
    spots = picture.hot_spots
    if not spots.differing:
        return
    yield f"hot spots    annotators differ on {spots.differing:,} of {plural(spots.articles, 'article')}"
    confused = sorted((one for one in spots.confusions if one.label != one.other), key=lambda one: -one.count)
    for pair in confused[:_FEW]:
        yield f"  {f'{pair.label} or {pair.other}':<{_TITLE}} {plural(pair.count, 'time')}"
    for surface in spots.surfaces[:_FEW]:
        name = f"“{cut(surface.text, _TITLE - 2)}”"
        places = f"{surface.split:,} of {plural(surface.places, 'place')}"
        yield f"  {name:<{_TITLE}} {places}: {said(surface.said)}"
    for article in spots.worst[:_FEW]:
        named = picture.named[article.id]
        topics = " and the topics" if article.topics else ""
        where = f"  {named.url}" if named.url else f"  {article.id[:12]}"
        places = f"{article.split:,} of {plural(article.places, 'place')}{topics}"
        yield f"  {cut(named.title, _TITLE) or article.id[:12]:<{_TITLE}} {places}{where}"


def _times(picture: Picture) -> Iterator[str]:
    whole, *arms = picture.times
    if whole.median is None:
        return
    told = [
        f"{duration(one.median)} {one.name} ({one.n:,})" for one in arms if one.median is not None and one.n
    ]
    yield (
        f"lead time    {duration(whole.median)} an answer, the middle half {duration(whole.quarter)} to "
        f"{duration(whole.three_quarters)}" + (f"; {', '.join(told)}" if len(told) > 1 else "")
    )


def _stages(picture: Picture) -> Iterator[str]:
    yield "stages"
    for stage in picture.stages:
        counts = (
            "not yet"
            if stage.counts is None
            else ", ".join(f"{count} {name}" for name, count in stage.counts.items() if count) or "nothing"
        )
        yield f"  {stage.name:<10} {counts}" + (" (its input has changed since)" if stage.stale else "")


def _server(picture: Picture) -> Iterator[str]:
    live = picture.live
    if live.answered:
        here = picture.annotations - picture.skips + picture.tries
        yield (
            f"live         {live.url}: {live.labelled} of {live.tasks} tasks labelled, {live.answers} answers "
            f"({here:,} of them pulled), {live.skipped} skips"
        )
    elif live.url is not None:
        yield f"live         {live.url}: {live.reason}; what is above is as of the last pull"


def _bar(part: int, whole: int) -> str:
    full = round(_BAR * part / whole) if whole else 0
    return "█" * full + "░" * (_BAR - full)


def _ticks(picture: Picture) -> str:
    """The last days as a line of small columns, today last."""
    counts = picture.pace.last_days(picture.moment.date(), _DAYS)
    most = max(counts, default=0)
    if not most:
        return ""
    shown = counts[-(picture.pace.window + 1) :]
    return "".join(_TICKS[-(-(len(_TICKS) - 1) * count // most)] if count else " " for count in shown)
