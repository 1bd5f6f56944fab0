using LiveTuning.Films;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>Brings visitors and recommenders to where a journal ends, wherever the process before was killed.</summary>
internal sealed class VisitorRestorer(FilmCatalog films, TunableRecommender tunable, Ensemble ensemble, RatingJournal journal)
{
    private readonly Dictionary<Guid, Visitor> _visitors = [];

    /// <summary>Makes the visitors.</summary>
    /// <exception cref="InvalidDataException">The journal's settings are not those of visitors to these films.</exception>
    public Dictionary<Guid, Visitor> Restore()
    {
        RatingCollector collector = new(ensemble);
        List<VisitorRecord> unfinished = [];
        HashSet<int> known = [];
        journal.Replay(collector, (user, settings) =>
        {
            VisitorRecord record = Checked(user, VisitorRecord.Read(settings.Span));
            known.Add(user);
            _visitors.Add(record.Key, new Visitor(record.Key, user)
            {
                Record = record,
                Ratings = collector.Ratings.GetValueOrDefault(user) ?? [],
            });
            if (record.Next is not null)
            {
                unfinished.Add(record);
            }
        });
        unfinished.ForEach(Finish);

        // A rating without settings is nobody's, and must not become that of whoever gets the id next.
        foreach (int user in collector.Ratings.Keys.Where(user => !known.Contains(user)).ToArray())
        {
            journal.AppendForgetUser(user);
            ensemble.ForgetUser(user);
        }

        return _visitors;
    }

    private VisitorRecord Checked(int user, VisitorRecord record)
    {
        if (user < films.Dataset.UserIds.Count || _visitors.ContainsKey(record.Key))
        {
            throw new InvalidDataException($"The journal holds a visitor, user {user}, that there cannot be.");
        }

        try
        {
            tunable.SetControls(user, record.Controls);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(
                $"A control of user {user} in the journal does not fit the films: {exception.Message}", exception);
        }

        return record.Next is { } next
            && ((uint)next.Film >= (uint)films.Count || (next.Value is float value && !ensemble.Scale.Contains(value)))
            ? throw new InvalidDataException($"The journal holds a rating of film {next.Film} by user {user} that there cannot be.")
            : record;
    }

    // The settings announce a change of a rating. Where the change itself did not get into the file any more, it is made now.
    private void Finish(VisitorRecord record)
    {
        Visitor visitor = _visitors[record.Key];
        RatingChange change = record.Next!;
        bool hasRating = visitor.Ratings.TryGetValue(change.Film, out Rating held);
        if (hasRating ? held.Value == change.Value : change.Value is null)
        {
            return;
        }

        journal.Append(visitor.User, change);
        if (change.Value is float value)
        {
            Rating rating = new(visitor.User, change.Film, value, change.Time);
            ensemble.Learn(rating);
            visitor.Ratings[change.Film] = rating;
        }
        else
        {
            ensemble.Forget(visitor.User, change.Film);
            visitor.Ratings.Remove(change.Film);
        }
    }
}
