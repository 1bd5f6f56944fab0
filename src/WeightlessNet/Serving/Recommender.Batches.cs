using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>Many changes in one call.</content>
public sealed partial class Recommender<TUser, TItem>
{
    // Begins each change when the one before has its place in the log. Returns how many there are, when all are stored and count.
    private static async Task<long> ChangeAllAsync<T>(
        IAsyncEnumerable<T> all, string parameter, Func<T, ValueTask<ValueTask>> begin, CancellationToken cancellationToken)
    {
        PendingChanges pending = new();
        try
        {
            long position = 0;
            await foreach (T one in all.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                ValueTask change = await AtPosition(position, parameter, begin(one)).ConfigureAwait(false);
                await pending.AddAsync(change.IsCompletedSuccessfully ? change : AtPosition(position, parameter, change))
                    .ConfigureAwait(false);
                position++;
            }
        }
        catch
        {
            // Those before it stay, and nothing is under way when the exception is thrown.
            await pending.EndAsync().ConfigureAwait(false);
            throw;
        }

        return await pending.CompleteAsync().ConfigureAwait(false);
    }

    private static async ValueTask<T> AtPosition<T>(long position, string parameter, ValueTask<T> change)
    {
        try
        {
            return await change.ConfigureAwait(false);
        }
        catch (ArgumentException wrong)
        {
            throw AtPosition(position, parameter, wrong);
        }
    }

    private static async ValueTask AtPosition(long position, string parameter, ValueTask change)
    {
        try
        {
            await change.ConfigureAwait(false);
        }
        catch (ArgumentException wrong)
        {
            throw AtPosition(position, parameter, wrong);
        }
    }

    private static ArgumentException AtPosition(long position, string parameter, ArgumentException wrong) =>
        new($"At position {position}: {wrong.Message}", parameter, wrong);
}
