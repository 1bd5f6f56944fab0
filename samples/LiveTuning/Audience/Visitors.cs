using System.Globalization;
using LiveTuning.Films;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>
/// All visitors. Their ratings and controls go into the journal first, then into the recommenders. A change survives the process once its
/// call has returned. A call that throws has changed nothing.
/// </summary>
/// <remarks>Thread-safe: changes take turns.</remarks>
internal sealed class Visitors
{
    private const int MostVisitors = 10_000;
    private const int MostControls = 100;
    private const long LengthBeforeCompaction = 16 << 20;

    private readonly Lock _lock = new();
    private readonly FilmCatalog _films;
    private readonly TunableRecommender _tunable;
    private readonly Ensemble _ensemble;
    private readonly RatingJournal _journal;
    private readonly TimeProvider _clock;
    private readonly Dictionary<Guid, Visitor> _visitors;
    private readonly Stack<int> _freeUsers = new();
    private int _nextUser;
    private long _compactAt = LengthBeforeCompaction;

    /// <summary>Restores the recommenders from the journal.</summary>
    /// <param name="films">The films; the viewers of the dataset have the first ids.</param>
    /// <param name="tunable">The recommender that visitors tune; it knows the dataset's ratings.</param>
    /// <param name="ensemble">All recommenders that learn, including <paramref name="tunable"/>.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="clock">Gives the time of a rating.</param>
    /// <exception cref="InvalidDataException">The journal's settings do not belong to visitors of these films.</exception>
    public Visitors(FilmCatalog films, TunableRecommender tunable, Ensemble ensemble, RatingJournal journal, TimeProvider clock)
    {
        (_films, _tunable, _ensemble, _journal, _clock) = (films, tunable, ensemble, journal, clock);
        VisitorRestorer restorer = new(films, tunable, ensemble, journal);
        _visitors = restorer.Restore();
        _nextUser = films.Dataset.UserIds.Count;
        HashSet<int> taken = [.. _visitors.Values.Select(visitor => visitor.User)];
        for (int user = taken.Count == 0 ? -1 : taken.Max(); user >= _nextUser; user--)
        {
            if (!taken.Contains(user))
            {
                _freeUsers.Push(user);
            }
        }

        _nextUser = taken.Count == 0 ? _nextUser : Math.Max(_nextUser, taken.Max() + 1);
    }

    /// <summary>The number of known visitors.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _visitors.Count;
            }
        }
    }

    /// <summary>The dense id of a visitor; null for a visitor without any action.</summary>
    public int? UserOf(Guid key)
    {
        lock (_lock)
        {
            return _visitors.GetValueOrDefault(key)?.User;
        }
    }

    /// <summary>The ratings and actions of a visitor.</summary>
    public VisitorState StateOf(Guid key)
    {
        lock (_lock)
        {
            return _visitors.GetValueOrDefault(key) is not { } visitor
                ? VisitorState.Nobody
                : new VisitorState(
                    visitor.Ratings.ToDictionary(entry => entry.Key, entry => entry.Value.Value),
                    visitor.Record.Errors,
                    visitor.Record.Actions.Count == 0 ? null : visitor.Record.Actions[^1].Words,
                    visitor.LearnTime);
        }
    }

    /// <summary>The controls of a visitor, with their ids.</summary>
    public IReadOnlyList<AppliedControl> ControlsOf(Guid key) => UserOf(key) is int user ? _tunable.ControlsOf(user) : [];

    /// <summary>Learns a rating.</summary>
    /// <exception cref="VisitorLimitException">There are too many visitors.</exception>
    public void Rate(Guid key, int film, float value)
    {
        lock (_lock)
        {
            Visitor visitor = FindOrMake(key);
            bool isFirst = !visitor.Ratings.TryGetValue(film, out Rating before);
            VisitorRecord record = visitor.Record;
            Commit(visitor, record with
            {
                Errors = isFirst ? [.. record.Errors, (float)Math.Round(_ensemble.Predict(visitor.User, film) - value, 3)] : record.Errors,
                Actions =
                [
                    .. record.Actions,
                    new VisitorAction
                    {
                        Words = string.Create(CultureInfo.InvariantCulture, $"{value:0.#} stars for {_films[film].Title}"),
                        RatingBefore = new RatingChange(film, isFirst ? null : before.Value, before.Timestamp),
                        HasError = isFirst,
                    },
                ],
                Next = new RatingChange(film, value, _clock.GetUtcNow().ToUnixTimeSeconds()),
            });
        }
    }

    /// <summary>Forgets a rating.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Unrate(Guid key, int film)
    {
        lock (_lock)
        {
            if (_visitors.GetValueOrDefault(key) is not { } visitor || !visitor.Ratings.TryGetValue(film, out Rating before))
            {
                return false;
            }

            VisitorAction action = new()
            {
                Words = $"your rating of {_films[film].Title} taken back",
                RatingBefore = new RatingChange(film, before.Value, before.Timestamp),
            };
            VisitorRecord record = visitor.Record;
            Commit(visitor, record with { Actions = [.. record.Actions, action], Next = new RatingChange(film, null, 0) });
            return true;
        }
    }

    /// <summary>Puts a control in force, replacing those that tune the same.</summary>
    /// <param name="key">The visitor's key.</param>
    /// <param name="control">The control; null to only take back.</param>
    /// <param name="replaced">Which controls it replaces.</param>
    /// <param name="words">The action in words.</param>
    /// <exception cref="ArgumentException">The control names a field, value or film that does not exist.</exception>
    /// <exception cref="VisitorLimitException">There are too many controls or visitors.</exception>
    public void Tune(Guid key, TuningControl? control, Func<AppliedControl, bool> replaced, string words)
    {
        lock (_lock)
        {
            Visitor visitor = FindOrMake(key);
            IReadOnlyList<AppliedControl> before = _tunable.ControlsOf(visitor.User);
            AppliedControl[] leaving = [.. before.Where(replaced)];
            if (control is null && leaving.Length == 0)
            {
                return;
            }

            if (before.Count - leaving.Length >= MostControls)
            {
                throw new VisitorLimitException($"There are already {MostControls} controls, the maximum. Take some back first.");
            }

            ChangeControls(
                visitor,
                () =>
                {
                    if (control is not null)
                    {
                        _tunable.Apply(visitor.User, control);
                    }

                    Array.ForEach(leaving, applied => _tunable.Remove(visitor.User, applied.Id));
                },
                new VisitorAction { Words = words, ControlsBefore = visitor.Record.Controls });
        }
    }

    /// <summary>Undoes the last action of a visitor.</summary>
    /// <returns>What was undone, in words; null if there was nothing.</returns>
    public string? Undo(Guid key)
    {
        lock (_lock)
        {
            if (_visitors.GetValueOrDefault(key) is not { Record.Actions.Count: > 0 } visitor)
            {
                return null;
            }

            VisitorRecord record = visitor.Record;
            VisitorAction last = record.Actions[^1];
            if (last.ControlsBefore is { } controls)
            {
                ChangeControls(visitor, () => _tunable.SetControls(visitor.User, controls), null);
            }
            else
            {
                Commit(visitor, record with
                {
                    Actions = [.. record.Actions.SkipLast(1)],
                    Errors = last.HasError ? [.. record.Errors.SkipLast(1)] : record.Errors,
                    Next = last.RatingBefore,
                });
            }

            return last.Words;
        }
    }

    /// <summary>Erases all data of a visitor, in memory and in the journal's file.</summary>
    /// <returns>The number of ratings that were forgotten.</returns>
    public int ForgetVisitor(Guid key)
    {
        lock (_lock)
        {
            if (!_visitors.TryGetValue(key, out Visitor? visitor))
            {
                return 0;
            }

            // No other visitor gets the dense id before the next start, so a pending request for its list sees no other visitor's data.
            _journal.AppendForgetUser(visitor.User);
            _visitors.Remove(key);
            int count = _ensemble.ForgetUser(visitor.User);
            Compact();
            return count;
        }
    }

    private Visitor FindOrMake(Guid key)
    {
        if (_visitors.TryGetValue(key, out Visitor? known))
        {
            return known;
        }

        if (_visitors.Count >= MostVisitors)
        {
            throw new VisitorLimitException("There are too many visitors for this server.");
        }

        // Kept even if the change fails: a key and an id that are once in the file must stay one pair.
        Visitor visitor = new(key, _freeUsers.TryPop(out int free) ? free : _nextUser++);
        _visitors.Add(key, visitor);
        return visitor;
    }

    // Adds the action; without one, removes the last action.
    private void ChangeControls(Visitor visitor, Action change, VisitorAction? action)
    {
        VisitorRecord record = visitor.Record;
        try
        {
            change();
            Commit(visitor, record with
            {
                Controls = [.. _tunable.ControlsOf(visitor.User).Select(applied => applied.Control)],
                Actions = action is null ? [.. record.Actions.SkipLast(1)] : [.. record.Actions, action],
                Next = null,
            });
        }
        catch
        {
            _tunable.SetControls(visitor.User, record.Controls);
            throw;
        }
    }

    private void Commit(Visitor visitor, VisitorRecord record)
    {
        (byte[] bytes, VisitorRecord kept) = record.Write();
        _journal.AppendSettings(visitor.User, bytes);
        if (kept.Next is { } change)
        {
            try
            {
                _journal.Append(visitor.User, change);
            }
            catch (IOException)
            {
                // Revokes the announcement. If even that cannot be written, the next start makes the change.
                _journal.AppendSettings(visitor.User, visitor.Record.Write().Bytes);
                throw;
            }

            Follow(visitor, change);
        }

        visitor.Record = kept;
        if (_journal.Length > _compactAt)
        {
            Compact();
        }
    }

    private void Follow(Visitor visitor, RatingChange change)
    {
        if (change.Value is float value)
        {
            Rating rating = new(visitor.User, change.Film, value, change.Time);
            visitor.LearnTime = _ensemble.Teach(rating);
            visitor.Ratings[change.Film] = rating;
        }
        else
        {
            _ensemble.Forget(visitor.User, change.Film);
            visitor.Ratings.Remove(change.Film);
        }
    }

    private void Compact()
    {
        _journal.Compact();
        _compactAt = Math.Max(LengthBeforeCompaction, _journal.Length * 4);
    }
}
