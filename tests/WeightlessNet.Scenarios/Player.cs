namespace WeightlessNet.Scenarios;

/// <summary>Does steps to an open recommender.</summary>
internal static class Player
{
    /// <summary>Does steps on some threads; those of one user, and those of no user, in their order. Checks what they return.</summary>
    public static async Task DoAsync(IDoor door, IReadOnlyList<Step> steps, int threads)
    {
        if (threads == 1)
        {
            await DoInOrderAsync(door, steps);
            return;
        }

        await Task.WhenAll(steps.GroupBy(step => step.IsOfNoUser ? 0 : step.User % threads)
            .Select(group => Task.Run(() => DoInOrderAsync(door, [.. group]))));
    }

    private static async Task DoInOrderAsync(IDoor door, IReadOnlyList<Step> steps)
    {
        foreach (Step step in steps)
        {
            int answered = await door.DoAsync(step);
            Assert.True(answered == step.Expected, $"{step} answered {answered}.");
        }
    }
}
