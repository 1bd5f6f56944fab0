using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ErasuresTests
{
    [Fact]
    public void What_is_forgotten_while_it_is_closed_is_waited_for_by_nobody()
    {
        Erasures erasures = new();
        erasures.Cancel();
        Assert.True(erasures.Join(isDue: true).IsCanceled);
    }

    [Fact]
    public void A_checkpoint_that_fails_after_the_end_cancels_its_waits()
    {
        Erasures erasures = new();
        Task erased = erasures.Join(isDue: true);
        TaskCompletionSource[] waits = erasures.Begin();
        erasures.Cancel();
        erasures.Fail(waits);
        Assert.True(erased.IsCanceled);
    }

    [Fact]
    public void A_checkpoint_that_is_written_after_the_end_ends_its_waits()
    {
        Erasures erasures = new();
        Task erased = erasures.Join(isDue: true);
        TaskCompletionSource[] waits = erasures.Begin();
        erasures.Cancel();
        erasures.End(waits);
        Assert.True(erased.IsCompletedSuccessfully);
    }
}
