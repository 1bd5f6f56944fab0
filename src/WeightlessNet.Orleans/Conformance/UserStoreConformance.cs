using WeightlessNet.Orleans.Conformance.Internals;
using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Conformance;

/// <summary>Checks that a store keeps what <see cref="IUserStore"/> promises.</summary>
/// <remarks>
/// It cannot tell whether what is acknowledged survives a kill or a loss of power: that needs a process to kill.
/// </remarks>
public static class UserStoreConformance
{
    /// <summary>Runs all checks, one after the other. Each has users of its own.</summary>
    /// <param name="open">
    /// Opens the same store on each call. It is empty at first, and nothing else uses it meanwhile. The checks dispose of what it returns.
    /// </param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    /// <returns>What came out of each check.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="open"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The checks were canceled.</exception>
    public static async Task<IReadOnlyList<UserStoreCheck>> RunAsync(
        Func<Task<IUserStore>> open, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        List<UserStoreCheck> checks = [];
        foreach ((string name, Func<StoreTrial, Task> check) in UserChecks.All.Concat(SharedChecks.All).Concat(CrowdChecks.All))
        {
            string? failure = null;
            try
            {
                StoreTrial trial = new(open, name, cancellationToken);
                await using (trial.ConfigureAwait(false))
                {
                    await check(trial).ConfigureAwait(false);
                }
            }
            catch (Exception caught) when (!cancellationToken.IsCancellationRequested)
            {
                failure = caught is CheckFailedException ? caught.Message : caught.ToString();
            }

            checks.Add(new UserStoreCheck(name, failure));
        }

        return checks;
    }
}
