using System.Diagnostics;
using LiveTuning.Films;
using WeightlessNet.Recommenders;

namespace LiveTuning.Audience;

/// <summary>
/// All visitors: what they rate and tune goes into the journal, then into the recommender. What a call has returned from outlives the
/// process.
/// </summary>
/// <remarks>Safe for use from many threads: changes take turns.</remarks>
internal sealed class Visitors : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FilmCatalogue _films;
    private readonly TunableRecommender _recommender;
    private readonly RatingJournal _journal;
    private readonly TimeProvider _clock;
    private readonly Dictionary<Guid, Visitor> _visitors = [];
    private readonly Stack<int> _freeUsers = new();
    private int _nextUser;

    /// <summary>Opens the journal and brings the recommender to where it was.</summary>
    /// <param name="films">The films; the viewers of its dataset have the first ids.</param>
    /// <param name="recommender">A recommender that knows the dataset's ratings.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="clock">Tells the time of a rating.</param>
    public Visitors(FilmCatalogue films, TunableRecommender recommender, RatingJournal journal, TimeProvider clock)
    {
        _films = films;
        _recommender = recommender;
        _journal = journal;
        _clock = clock;
        _nextUser = films.Dataset.UserIds.Count;
        Restore();
    }

    /// <summary>Who has a key; null for nobody.</summary>
    public Visitor? Find(Guid key)
    {
        lock (_lock)
        {
            return _visitors.GetValueOrDefault(key);
        }
    }

    /// <summary>Learns a rating.</summary>
    public void Rate(Guid key, int film, float value)
    {
        lock (_lock)
        {
            Visitor visitor = FindOrAdd(key);
            float? before = visitor.Ratings.TryGetValue(film, out float old) ? old : null;
            visitor.Errors.Add((float)(_recommender.Predict(visitor.User, film) - value));
            visitor.Actions.Add(new VisitorAction
            {
                Words = $"{value:0.#} stars for {_films[film].Title}", Film = film, ValueBefore = before, HasError = true,
            });
            Write(visitor);
            Learn(visitor, film, value);
        }
    }

    /// <summary>Forgets a rating.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Unrate(Guid key, int film)
    {
        lock (_lock)
        {
            if (_visitors.GetValueOrDefault(key) is not { } visitor || !visitor.Ratings.TryGetValue(film, out float old))
            {
                return false;
            }

            visitor.Actions.Add(new VisitorAction
            {
                Words = $"your rating of {_films[film].Title} taken back", Film = film, ValueBefore = old,
            });
            Write(visitor);
            Forget(visitor, film);
            return true;
        }
    }

    /// <summary>Puts a control in force, in the place of one that speaks of the same.</summary>
    /// <param name="key">The visitor's key.</param>
    /// <param name="control">The control, or null to take back only.</param>
    /// <param name="replaced">Which controls it takes the place of.</param>
    /// <param name="words">What is done, in words.</param>
    /// <exception cref="ArgumentException">The control speaks of something that there is not.</exception>
    public void Tune(Guid key, TuningControl? control, Func<AppliedControl, bool> replaced, string words)
    {
        lock (_lock)
        {
            Visitor visitor = FindOrAdd(key);
            IReadOnlyList<TuningControl> before = ControlsOf(visitor);
            int? added = control is null ? null : _recommender.Apply(visitor.User, control);
            foreach (AppliedControl applied in _recommender.ControlsOf(visitor.User))
            {
                if (applied.Id != added && replaced(applied))
                {
                    _recommender.Remove(visitor.User, applied.Id);
                }
            }

            visitor.Actions.Add(new VisitorAction { Words = words, ControlsBefore = before });
            Write(visitor);
        }
    }

    /// <summary>Undoes the last thing that a visitor did.</summary>
    /// <returns>What was undone, in words; null where there was nothing.</returns>
    public string? Undo(Guid key)
    {
        lock (_lock)
        {
            if (_visitors.GetValueOrDefault(key) is not { Actions.Count: > 0 } visitor)
            {
                return null;
            }

            VisitorAction last = visitor.Actions[^1];
            visitor.Actions.RemoveAt(visitor.Actions.Count - 1);
            if (last.HasError && visitor.Errors.Count > 0)
            {
                visitor.Errors.RemoveAt(visitor.Errors.Count - 1);
            }

            if (last.ControlsBefore is { } controls)
            {
                SetControls(visitor.User, controls);
            }

            Write(visitor);
            if (last.Film is int film)
            {
                if (last.ValueBefore is float value)
                {
                    Learn(visitor, film, value);
                }
                else
                {
                    Forget(visitor, film);
                }
            }

            return last.Words;
        }
    }

    /// <summary>Leaves nothing of a visitor, neither in memory nor in the journal's file.</summary>
    /// <returns>How many ratings were forgotten.</returns>
    public int ForgetVisitor(Guid key)
    {
        lock (_lock)
        {
            if (!_visitors.Remove(key, out Visitor? visitor))
            {
                return 0;
            }

            _journal.AppendForgetUser(visitor.User);
            int count = _recommender.ForgetUser(visitor.User);
            _journal.Compact();
            _freeUsers.Push(visitor.User);
            return count;
        }
    }

    /// <summary>The controls of a visitor, with their ids.</summary>
    public IReadOnlyList<AppliedControl> ControlsOf(Guid key) => Find(key) is { } visitor ? _recommender.ControlsOf(visitor.User) : [];

    /// <summary>A copy of what a visitor has rated and done, of one moment.</summary>
    public (IReadOnlyDictionary<int, float> Ratings, IReadOnlyList<float> Errors, string? Undo, TimeSpan? LearnTime) StateOf(Guid key)
    {
        lock (_lock)
        {
            return _visitors.GetValueOrDefault(key) is { } visitor
                ? (new Dictionary<int, float>(visitor.Ratings), [.. visitor.Errors],
                    visitor.Actions.Count == 0 ? null : visitor.Actions[^1].Words, visitor.LearnTime)
                : (new Dictionary<int, float>(), [], null, null);
        }
    }

    public void Dispose() => _journal.Dispose();

    private Visitor FindOrAdd(Guid key)
    {
        if (!_visitors.TryGetValue(key, out Visitor? visitor))
        {
            visitor = new Visitor(key, _freeUsers.TryPop(out int free) ? free : _nextUser++);
            _visitors.Add(key, visitor);
        }

        return visitor;
    }

    private void Learn(Visitor visitor, int film, float value)
    {
        Rating rating = new(visitor.User, film, value, _clock.GetUtcNow().ToUnixTimeSeconds());
        _journal.AppendLearn(rating);
        long start = Stopwatch.GetTimestamp();
        _recommender.Learn(rating);
        visitor.LearnTime = Stopwatch.GetElapsedTime(start);
        visitor.Ratings[film] = value;
    }

    private void Forget(Visitor visitor, int film)
    {
        _journal.AppendForget(visitor.User, film);
        _recommender.Forget(visitor.User, film);
        visitor.Ratings.Remove(film);
    }

    private IReadOnlyList<TuningControl> ControlsOf(Visitor visitor) =>
        [.. _recommender.ControlsOf(visitor.User).Select(applied => applied.Control)];

    private void SetControls(int user, IReadOnlyList<TuningControl> controls)
    {
        foreach (AppliedControl applied in _recommender.ControlsOf(user))
        {
            _recommender.Remove(user, applied.Id);
        }

        foreach (TuningControl control in controls)
        {
            _recommender.Apply(user, control);
        }
    }

    private void Write(Visitor visitor) => _journal.AppendSettings(visitor.User, VisitorRecord.Write(visitor, ControlsOf(visitor)));

    private void Restore()
    {
        RatingsByUser ratings = new(_recommender);
        _journal.Replay(ratings, (user, settings) =>
        {
            VisitorRecord record = VisitorRecord.Read(settings.Span);
            Visitor visitor = new(record.Key, user);
            visitor.Actions.AddRange(record.Actions ?? []);
            visitor.Errors.AddRange(record.Errors ?? []);
            SetControls(user, record.Controls ?? []);
            _visitors.Add(visitor.Key, visitor);
        });
        HashSet<int> known = [];
        foreach (Visitor visitor in _visitors.Values)
        {
            known.Add(visitor.User);
            foreach ((int film, float value) in ratings.Of(visitor.User))
            {
                visitor.Ratings[film] = value;
            }

            _nextUser = Math.Max(_nextUser, visitor.User + 1);
        }

        for (int user = _films.Dataset.UserIds.Count; user < _nextUser; user++)
        {
            if (!known.Contains(user))
            {
                _freeUsers.Push(user);
            }
        }
    }
}
