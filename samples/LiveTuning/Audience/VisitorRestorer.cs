using LiveTuning.Films;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>Restores visitors and recommenders from a journal, even if the previous process was killed in the middle of a change.</summary>
internal sealed class VisitorRestorer(FilmCatalog films, TunableRecommender tunable, Ensemble ensemble, RatingJournal journal)
{
    private readonly Dictionary<Guid, Visitor> _visitors = [];

    /// <summary>Restores the visitors.</summary>
    /// <exception cref="InvalidDataException">The journal's settings do not belong to visitors of these films.</exception>
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

        // A rating without settings belongs to no visitor, and must not pass to the next visitor who gets the id.
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
            throw new InvalidDataException($"The journal contains an impossible visitor, user {user}.");
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
            ? throw new InvalidDataException($"The journal contains an impossible rating of film {next.Film} by user {user}.")
            : record;
    }

    // The settings announce a change of a rating. If the change itself was not written any more, it is made now.
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
