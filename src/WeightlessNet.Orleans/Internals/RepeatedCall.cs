using Orleans.Runtime;
using WeightlessNet.Orleans.Grains;

namespace WeightlessNet.Orleans.Internals;

/// <summary>Repeats a call of a grain as long as what failed may pass.</summary>
internal static class RepeatedCall
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(600),
        TimeSpan.FromSeconds(1),
    ];

    public static async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception failure) when (attempt < Waits.Length && MayPass(failure))
            {
                await Task.Delay(Waits[attempt]).ConfigureAwait(false);
            }
            catch (OperationCanceledException late)
            {
                // Nobody canceled the call: where a silo does not answer, Orleans gives up looking for a place for the grain like this.
                throw new TimeoutException(late.Message, late);
            }
        }
    }

    private static bool MayPass(Exception failure) =>
        failure is UserConflictException or SiloUnavailableException or OrleansMessageRejectionException or IOException
            or OperationCanceledException;
}
