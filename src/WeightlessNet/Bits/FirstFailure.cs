using System.Runtime.ExceptionServices;

namespace WeightlessNet.Bits;

/// <summary>
/// Callers get the exception that was thrown on one of several threads, as if there were one thread, and not a collection.
/// </summary>
internal static class FirstFailure
{
    /// <summary>Runs a parallel loop.</summary>
    /// <param name="loop">The loop, which throws what its threads throw as an <see cref="AggregateException"/>.</param>
    /// <param name="cancellationToken">If it is canceled, that is what is thrown.</param>
    /// <exception cref="OperationCanceledException">The loop was canceled.</exception>
    public static void Of(Action loop, CancellationToken cancellationToken = default)
    {
        try
        {
            loop();
        }
        catch (AggregateException failed)
        {
            Exception first = failed.InnerExceptions[0];
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The work was canceled, and part of it failed.", first, cancellationToken);
            }

            ExceptionDispatchInfo.Throw(first);
        }
    }
}
