using System.Diagnostics;
using Orleans;
using Orleans.Runtime;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Grains.Internals;

/// <summary>The grain of a user. Calls take turns, so a change is stored and applied before the next call begins.</summary>
internal sealed class UserGrain(IUserStore store, SiloCrowd crowd, UserGrainOptions options, UserLoads loads) : Grain, IUserGrain
{
    // The personal recommender's only user.
    private const int User = 0;

    // The user's ratings after each change that the crowd may not know yet, and its place in the crowd's log; the first one is known.
    private readonly List<(long Sequence, PersonalRatings Ratings)> _told = [];
    private string _key = "";
    private int _part;
    private long _version;
    private int _entries;
    private UserState _state = null!;
    private Answers? _answers;

    // When it was last known that the store has no other state.
    private long _confirmed;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = this.GetPrimaryKeyString();
        _part = CrowdParts.Of(_key);
        await ReadAsync(cancellationToken);
        await base.OnActivateAsync(cancellationToken);
    }

    public async Task<ChangeOutcome> LearnAsync(Guid operation, RatedItem rating)
    {
        await KnowAsync(rating.Item);
        return await ChangeAsync(UserChange.Learn(operation, rating));
    }

    public Task<ChangeOutcome> ForgetAsync(Guid operation, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        return ChangeAsync(UserChange.Forget(operation, item));
    }

    public Task<ChangeOutcome> ForgetAllAsync(Guid operation) => ChangeAsync(UserChange.ForgetAll(operation));

    public async Task<ChangeOutcome> TuneAsync(Guid operation, TuningControl control)
    {
        ArgumentNullException.ThrowIfNull(control);
        var change = UserChange.Of(UserChangeKind.Tune, operation, control);
        await KnowAsync(control.Item ?? 0);
        if (!_state.Operations.Contains(change.Operation))
        {
            // Throws if the control does not fit. What was tried is not used for answers.
            AnswersOf(crowd.Current).Recommender.Apply(User, control);
            _answers = null;
        }

        return await ChangeAsync(change);
    }

    public Task<ChangeOutcome> UntuneAsync(Guid operation, TuningControl control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return ChangeAsync(UserChange.Of(UserChangeKind.Untune, operation, control));
    }

    public async Task<double> PredictAsync(int item) => (await PresentAsync()).Predict(User, item);

    public async Task<IReadOnlyList<ScoredItem>> ListAsync(int count) => List(await PresentAsync(), count);

    public async Task<IReadOnlyList<Explanation>> ExplainListAsync(int count)
    {
        // One version of the crowd for the order and for the scores.
        TunableRecommender recommender = await PresentAsync();
        return Array.ConvertAll(List(recommender, count), scored => recommender.Explain(User, scored.Item));
    }

    public async Task<Explanation> ExplainAsync(int item)
    {
        await KnowAsync(item);
        return (await PresentAsync()).Explain(User, item);
    }

    public async Task<IReadOnlyList<RatedItem>> RatingsAsync()
    {
        await RecheckIfDueAsync();
        return _state.Ratings.Ratings.ToArray();
    }

    public async Task<IReadOnlyList<TuningControl>> ControlsAsync()
    {
        await RecheckIfDueAsync();
        return [.. _state.Controls];
    }

    public async Task<byte[]> ExportAsync()
    {
        await RecheckIfDueAsync();
        using MemoryStream stream = new();
        _state.Ratings.KnownAs(_state.Ratings).Save(stream);
        return stream.ToArray();
    }

    // Takes over what the store has, if it is not what this activation has.
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        StoredUser stored = await MeasuredCall.RunAsync(
            "weightlessnet.cluster.load",
            ClusterInstruments.LoadDuration,
            () => loads.RunAsync(() => store.LoadAsync(_key, cancellationToken), cancellationToken));
        if (_state is null || stored.Version != _version)
        {
            // So the crowd knows all of the user's ratings.
            CrowdVersion version = await crowd.ReachAsync(_part, stored.CrowdSequence, cancellationToken);
            _state = UserState.Of(stored, version.Model);
            _version = stored.Version;
            _entries = stored.Entries.Count;
            _told.Clear();
            _told.Add((stored.CrowdSequence, _state.Ratings));
            _answers = null;
        }

        _confirmed = began;
    }

    private async Task RecheckIfDueAsync()
    {
        if (options.RecheckInterval == Timeout.InfiniteTimeSpan || Stopwatch.GetElapsedTime(_confirmed) < options.RecheckInterval)
        {
            return;
        }

        try
        {
            await ReadAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // The user gets answers as long as the grain lives. The duration of the reading tells of the failure.
            _confirmed = Stopwatch.GetTimestamp();
        }
    }

    // An item may have been added since the last reading.
    private Task KnowAsync(int item) => item < crowd.Current.Model.ItemCount ? Task.CompletedTask : crowd.RefreshAsync();

    private async Task<ChangeOutcome> ChangeAsync(UserChange change)
    {
        ChangeOutcome outcome = await TryChangeAsync(change);
        if (outcome == ChangeOutcome.Nothing)
        {
            // Nothing was written, so only the store can tell that another activation has not stored what is to be changed.
            long known = _version;
            await ReadAsync(CancellationToken.None);
            outcome = _version == known ? outcome : await TryChangeAsync(change);
        }

        Count(outcome switch
        {
            ChangeOutcome.Applied => "applied",
            ChangeOutcome.Repeated => "repeated",
            _ => "nothing",
        });
        return outcome;
    }

    private async Task<ChangeOutcome> TryChangeAsync(UserChange change)
    {
        if (_state.Operations.Contains(change.Operation))
        {
            return ChangeOutcome.Repeated;
        }

        CrowdModel model = crowd.Current.Model;
        if (_state.With(change, model) is not { } next)
        {
            return ChangeOutcome.Nothing;
        }

        byte[] ofCrowd = UserState.CrowdChange(model.Scale, _state.Ratings, next.Ratings);
        bool isSnapshot = change.Forgets || !next.HasItemsOf(_state) || _entries >= options.EntriesPerSnapshot;
        UserWrite write = isSnapshot
            ? UserWrite.Replace(next.ToSnapshot(), ofCrowd)
            : UserWrite.Append(change.ToEntry(), ofCrowd);
        long began = Stopwatch.GetTimestamp();
        UserWriteResult result;
        try
        {
            result = await MeasuredCall.RunAsync(
                "weightlessnet.cluster.write",
                ClusterInstruments.WriteDuration,
                () => store.WriteAsync(_key, _version, write));
        }
        catch
        {
            // It may be stored or not: the next activation reads what is.
            Count("failed");
            DeactivateOnIdle();
            throw;
        }

        if (!result.IsStored)
        {
            Count("conflict");
            DeactivateOnIdle();
            throw new UserConflictException();
        }

        _state = next;
        _answers = null;
        _confirmed = began;
        _version++;
        _entries = isSnapshot ? 0 : _entries + 1;
        if (result.CrowdSequence > 0)
        {
            // Otherwise a user who changes much and asks nothing would keep all states.
            DropBefore(crowd.Current);
            _told.Add((result.CrowdSequence, next.Ratings));
        }

        return ChangeOutcome.Applied;
    }

    private static void Count(string outcome) =>
        ClusterInstruments.Changes.Add(1, new KeyValuePair<string, object?>("weightlessnet.change.outcome", outcome));

    // What the crowd knows of the user are the ratings at its place in the log.
    private void DropBefore(CrowdVersion version) =>
        _told.RemoveRange(0, _told.FindLastIndex(told => told.Sequence <= version.Positions[_part]));

    private static ScoredItem[] List(TunableRecommender recommender, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ScoredItem[] items = new ScoredItem[Math.Min(count, recommender.ItemCount)];
        return items[..recommender.Recommend(User, items)];
    }

    private async ValueTask<TunableRecommender> PresentAsync()
    {
        await RecheckIfDueAsync();
        return AnswersOf(crowd.Current).Recommender;
    }

    private Answers AnswersOf(CrowdVersion version)
    {
        if (_answers?.Version == version)
        {
            return _answers;
        }

        DropBefore(version);
        PersonalModel model;
        try
        {
            model = new PersonalModel(version.Model, _state.Ratings.KnownAs(_told[0].Ratings));
        }
        catch (ArgumentException misfit)
        {
            // The crowd has learned from another activation what this one does not know.
            DeactivateOnIdle();
            throw new UserConflictException("Another activation of the user has stored changes. Call again.", misfit);
        }

        TunableRecommender recommender = version.Controls.Around(new PersonalRecommender(model, version.Model));
        foreach (TuningControl control in _state.Controls)
        {
            try
            {
                recommender.Apply(User, control);
            }
            catch (ArgumentException)
            {
                // It does not fit the present catalog. It stays stored, and holds again when the catalog has its field and value.
            }
        }

        return _answers = new Answers(version, recommender);
    }

    private sealed record Answers(CrowdVersion Version, TunableRecommender Recommender);
}
