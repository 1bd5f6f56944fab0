using System.Diagnostics;
using System.Globalization;
using LiveTuning.Films;
using LiveTuning.Start;
using LiveTuning.Web;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>
/// All visitors. Nothing is kept of one before the first rating or control. A change is on disk when its call has ended, and one that
/// throws an <see cref="IOException"/> is not made.
/// </summary>
/// <remarks>Thread-safe. The changes of one visitor take turns; visitors do not wait for each other.</remarks>
internal sealed class Visitors : IDisposable
{
    private const int MostRatings = 1_000;
    private const int MostControls = 100;

    // To make room for each newcomer alone would rewrite the files each time.
    private const int ShareToForget = 100;

    private readonly Recommender<string, Film> _recommender;
    private readonly Histories _histories;
    private readonly TimeProvider _clock;
    private readonly Newcomers _newcomers;
    private readonly Places _places;
    private readonly int _most;
    private readonly SemaphoreSlim _makingRoom = new(1);

    /// <summary>Finds the visitors that the recommender knows.</summary>
    public Visitors(
        Recommender<string, Film> recommender, Histories histories, Newcomers newcomers, Settings settings, TimeProvider clock)
    {
        (_recommender, _histories, _newcomers, _most, _clock) = (recommender, histories, newcomers, settings.Visitors, clock);
        _places = new Places(clock);
        string[] keys = [.. recommender.Users.Where(key => !key.StartsWith(FilmRecommender.Viewer, StringComparison.Ordinal))];
        histories.KeepOnly(keys.ToHashSet());

        // When somebody was last here is not stored; the last change tells it well enough.
        foreach ((string key, DateTimeOffset seen) in keys.Select(key => (key, LastChangeOf(key))).OrderBy(one => one.Item2))
        {
            _places.Take(key, seen);
        }
    }

    /// <summary>The number of visitors that are kept.</summary>
    public int Count => _places.Count;

    /// <summary>Whether a visitor is kept. It then counts as being here now.</summary>
    public bool IsKnown(string key) => _places.TryFind(key, out _);

    /// <summary>What the page shows of a visitor.</summary>
    public VisitorState StateOf(string key)
    {
        if (!_places.TryFind(key, out Visitor? visitor))
        {
            return VisitorState.Nobody;
        }

        History history = visitor.History ?? _histories.Read(key);
        return new VisitorState(history.Errors, history.Actions.Count == 0 ? null : history.Actions[^1].Words, visitor.LearnTime);
    }

    /// <summary>Learns a rating.</summary>
    /// <exception cref="VisitorLimitException">The visitor has rated too many films.</exception>
    /// <exception cref="TooManyNewcomersException">The visitor is new, and so are too many others of the same address.</exception>
    /// <exception cref="IOException">The rating cannot be stored.</exception>
    public Task RateAsync(Guest guest, Film film, float value) => ChangeAsync(guest, async visitor =>
    {
        IReadOnlyList<ItemRating<Film>> ratings = _recommender.RatingsOf(visitor.Key);
        ItemRating<Film> before = ratings.FirstOrDefault(rating => rating.Item == film);
        bool isFirst = before.Item is null;
        if (isFirst && ratings.Count >= MostRatings)
        {
            throw new VisitorLimitException($"You have rated {MostRatings} films, the most that are kept. Take a rating back first.");
        }

        float error = (float)Math.Round(_recommender.Predict(visitor.Key, film) - value, 3);
        long start = Stopwatch.GetTimestamp();
        await _recommender.LearnAsync(visitor.Key, film, value, _clock.GetUtcNow());
        visitor.LearnTime = Stopwatch.GetElapsedTime(start);
        VisitorAction action = new()
        {
            Words = string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {(value == 1 ? "star" : "stars")} for {film.Title}"),
            RatingBefore = new RatingChange(film.Id, isFirst ? null : before.Value, before.Time?.ToUnixTimeSeconds() ?? 0),
            HasError = isFirst,
        };
        Keep(visitor, HistoryOf(visitor).With(action, isFirst ? error : null));
        return true;
    });

    /// <summary>Forgets a rating.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="IOException">The change cannot be stored.</exception>
    public Task<bool> UnrateAsync(Guest guest, Film film) => IfKnownAsync(guest, async visitor =>
    {
        ItemRating<Film> before = _recommender.RatingsOf(visitor.Key).FirstOrDefault(rating => rating.Item == film);
        if (before.Item is null)
        {
            return false;
        }

        await _recommender.ForgetAsync(visitor.Key, film);
        VisitorAction action = new()
        {
            Words = $"rating of {film.Title} taken back",
            RatingBefore = new RatingChange(film.Id, before.Value, before.Time?.ToUnixTimeSeconds() ?? 0),
        };
        Keep(visitor, HistoryOf(visitor).With(action));
        return true;
    });

    /// <summary>Puts a control in force, and takes others back.</summary>
    /// <param name="guest">Who asks.</param>
    /// <param name="control">The control; null if only others are taken back.</param>
    /// <param name="leaves">The controls that are taken back.</param>
    /// <param name="words">The action in words.</param>
    /// <returns>Whether anything has changed.</returns>
    /// <exception cref="ArgumentException">The control does not fit the films.</exception>
    /// <exception cref="VisitorLimitException">The visitor has too many controls.</exception>
    /// <exception cref="TooManyNewcomersException">The visitor is new, and so are too many others of the same address.</exception>
    /// <exception cref="IOException">The change cannot be stored.</exception>
    public Task<bool> TuneAsync(Guest guest, TuningControl? control, Predicate<TuningControl> leaves, string words)
    {
        // Taking nothing back costs nothing.
        return control is null ? IfKnownAsync(guest, TunedAsync) : ChangeAsync(guest, TunedAsync);

        async Task<bool> TunedAsync(Visitor visitor)
        {
            IReadOnlyList<TuningControl> before = _recommender.ControlsOf(visitor.Key);
            if (control is not null && before.Contains(control))
            {
                return false;
            }

            List<TuningControl> after = [.. before.Where(present => !leaves(present))];
            if (control is not null)
            {
                after.Add(control);
            }

            if (after.Count > MostControls)
            {
                throw new VisitorLimitException($"There are already {MostControls} controls, the maximum. Take some back first.");
            }

            if (after.SequenceEqual(before))
            {
                return false;
            }

            await _recommender.ReplaceControlsAsync(visitor.Key, after);
            Keep(visitor, HistoryOf(visitor).With(new VisitorAction { Words = words, ControlsBefore = before }));
            return true;
        }
    }

    /// <summary>Undoes the last action of a visitor.</summary>
    /// <returns>What was undone, in words; null if there was nothing.</returns>
    /// <exception cref="IOException">The change cannot be stored.</exception>
    public Task<string?> UndoAsync(Guest guest) => IfKnownAsync(guest, async visitor =>
    {
        History history = HistoryOf(visitor);
        if (history.Actions.Count == 0)
        {
            return null;
        }

        VisitorAction last = history.Actions[^1];
        if (last.ControlsBefore is { } controls)
        {
            await _recommender.ReplaceControlsAsync(visitor.Key, controls);
        }
        else if (last.RatingBefore is { } before && _recommender.TryGetItem(before.Film, out Film? film))
        {
            if (before.Value is float value)
            {
                await _recommender.LearnAsync(visitor.Key, film, value, DateTimeOffset.FromUnixTimeSeconds(before.Time));
            }
            else
            {
                await _recommender.ForgetAsync(visitor.Key, film);
            }
        }

        Keep(visitor, history.WithoutLast());
        return last.Words;
    });

    /// <summary>Forgets a visitor: in all answers at once, and soon on the disk.</summary>
    /// <returns>How many ratings were forgotten, and when no file has them any longer.</returns>
    /// <exception cref="IOException">The change cannot be stored; nothing is forgotten.</exception>
    public Task<Forgotten> ForgetAsync(Guest guest) => IfKnownAsync(guest, ForgetAsync);

    public void Dispose() => _makingRoom.Dispose();

    private async Task<Forgotten> ForgetAsync(Visitor visitor)
    {
        Forgotten forgotten = await _recommender.ForgetUserAsync(visitor.Key);
        _histories.Delete(visitor.Key);
        return forgotten;
    }

    private async Task<T?> IfKnownAsync<T>(Guest guest, Func<Visitor, Task<T>> change)
    {
        while (_places.TryFind(guest.Key, out Visitor? visitor))
        {
            if (await TryChangeAsync(visitor, change) is (true, var result))
            {
                return result;
            }
        }

        return default;
    }

    private async Task<T> ChangeAsync<T>(Guest guest, Func<Visitor, Task<T>> change)
    {
        while (true)
        {
            if (!_places.TryFind(guest.Key, out Visitor? visitor))
            {
                if (!_newcomers.TryEnter(guest.Address))
                {
                    throw new TooManyNewcomersException();
                }

                await MakeRoomAsync();
                visitor = _places.Take(guest.Key, _clock.GetUtcNow());
            }

            if (await TryChangeAsync(visitor, change) is (true, var result))
            {
                return result!;
            }
        }
    }

    // Makes a change when it is the visitor's turn, unless the visitor is forgotten by then.
    private async Task<(bool IsDone, T? Result)> TryChangeAsync<T>(Visitor visitor, Func<Visitor, Task<T>> change)
    {
        await visitor.Turn.WaitAsync();
        try
        {
            return visitor.IsForgotten ? default : (true, await change(visitor));
        }
        finally
        {
            if (!_recommender.TryGetUserId(visitor.Key, out _) && !visitor.IsForgotten)
            {
                // Forgotten just now, or the first change failed.
                visitor.IsForgotten = true;
                _places.Remove(visitor);
            }

            visitor.Turn.Release();
        }
    }

    // For one more. Forgets those who were here least recently, and those whose cookies have expired.
    private async Task MakeRoomAsync()
    {
        await _makingRoom.WaitAsync();
        try
        {
            int tooMany = _places.Count + 1 - _most;
            int leaving = tooMany > 0 ? tooMany + (_most / ShareToForget) : 0;
            IReadOnlyList<Visitor> visitors = _places.LeastRecent(leaving, _clock.GetUtcNow() - VisitorCookie.Lifetime);
            await Task.WhenAll(visitors.Select(visitor => TryChangeAsync(visitor, ForgetAsync)));
        }
        finally
        {
            _makingRoom.Release();
        }
    }

    // Of somebody who has only controls, and whose history is lost, nothing tells when that was.
    private DateTimeOffset LastChangeOf(string key)
    {
        DateTimeOffset? rated = _recommender.RatingsOf(key).Max(rating => rating.Time);
        DateTimeOffset? written = _histories.LastWritten(key);
        return (rated > written ? rated : written ?? rated) ?? _clock.GetUtcNow();
    }

    private History HistoryOf(Visitor visitor) => visitor.History ??= _histories.Read(visitor.Key);

    private void Keep(Visitor visitor, History history) => visitor.History = _histories.Write(visitor.Key, history);
}
