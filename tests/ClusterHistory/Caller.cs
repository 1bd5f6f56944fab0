using Orleans;
using Orleans.Runtime;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Recommenders;

namespace ClusterHistory;

/// <summary>
/// A client of the cluster. It changes and asks users that others change too, each item by one client, so that it is known what must be
/// there.
/// </summary>
internal sealed class Caller(IClusterClient client, int number, int seed, History history, CallFigures figures, UserGate[] gates)
{
    /// <summary>The number of callers.</summary>
    public const int Count = 4;

    // A little pause between calls, as users make: what is to be found are orders of events, not the speed.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(HashCode.Combine(seed, number, 17));

    /// <summary>How long Orleans waits for an answer.</summary>
    public static TimeSpan ResponseTimeout => TimeSpan.FromSeconds(3);

    /// <summary>What should never come to a caller.</summary>
    public List<string> Surprises { get; } = [];

    /// <summary>
    /// Whether a call may fail like this while silos fail. Orleans cancels what has waited too long for a place where a grain could be.
    /// </summary>
    public static bool IsExpected(Exception failure) =>
        failure is UserConflictException or IOException or TimeoutException or OperationCanceledException or OrleansException;

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            int user = _random.Next(World.Users);
            if (_random.Next(4) == 0)
            {
                await AskAsync(user);
            }
            else if (gates[user].TryBegin(out long ticket))
            {
                await ChangeAsync(user);
                gates[user].End(ticket);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task ChangeAsync(int user)
    {
        OperationKind kind = _random.Next(20) switch
        {
            0 => OperationKind.ForgetAll,
            < 5 => OperationKind.Forget,
            _ => OperationKind.Learn,
        };
        int item = kind == OperationKind.ForgetAll ? -1 : (_random.Next(World.Items / Count) * Count) + number;
        Operation operation = history.Begin(user, kind, item, 0.5f * (1 + _random.Next(10)));
        ChangeOutcome? outcome = await RepeatAsync(operation);
        history.End(operation, outcome);
        if (outcome is ChangeOutcome.Applied && kind == OperationKind.Learn && _random.Next(4) == 0)
        {
            await AskForAsync(operation);
        }
    }

    // Repeats the change with the same id. Now and then the client gives up, as one that crashes does.
    private async Task<ChangeOutcome?> RepeatAsync(Operation operation)
    {
        IUserGrain grain = client.GetGrain<IUserGrain>(World.Key(operation.User));
        var id = Guid.NewGuid();
        DateTime last = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return operation.Kind switch
                {
                    OperationKind.Learn => await grain.LearnAsync(id, new RatedItem(operation.Item, operation.Value, operation.Number)),
                    OperationKind.Forget => await grain.ForgetAsync(id, operation.Item),
                    _ => await grain.ForgetAllAsync(id),
                };
            }
            catch (Exception failure) when (MayPass(failure))
            {
                if (DateTime.UtcNow > last || _random.Next(4) == 0)
                {
                    return null;
                }
            }

            await Task.Delay(_random.Next(100));
        }
    }

    private async Task AskAsync(int user)
    {
        try
        {
            await client.GetGrain<IUserGrain>(World.Key(user)).ExplainListAsync(5);
            figures.CountQuestion();
        }
        catch (Exception failure) when (MayPass(failure))
        {
        }
    }

    private async Task AskForAsync(Operation learned)
    {
        try
        {
            IReadOnlyList<RatedItem> ratings = await client.GetGrain<IUserGrain>(World.Key(learned.User)).RatingsAsync();
            figures.CountQuestion();
            bool isKnown = ratings.Any(rating => rating.Timestamp == learned.Number);

            // Another client may be forgetting all of the user: what has begun and not ended is not among the operations yet.
            if (!isKnown && gates[learned.User].IsAlone
                && !history.Of(learned.User).Any(other => other.Kind == OperationKind.ForgetAll && other.Ended > learned.Invoked))
            {
                figures.CountStale();
                history.Note($"stale: an answer without operation {learned.Number}");
            }
        }
        catch (Exception failure) when (MayPass(failure))
        {
        }
    }

    private bool MayPass(Exception failure)
    {
        figures.CountFailed();
        if (failure is UserConflictException)
        {
            figures.CountConflict();
        }
        else if (!IsExpected(failure))
        {
            Surprises.Add(failure.ToString());
            history.Note($"surprise: {failure}");
        }

        return true;
    }
}
