using System.Reflection;
using WeightlessNet.Orleans.Storage;

namespace ClusterHistory;

/// <summary>A broken store, which the checker must catch: it acknowledges a change of a user, and stores it a moment later.</summary>
#pragma warning disable CA1852 // A proxy derives from it at run time.
internal class EarlyStore : DispatchProxy
#pragma warning restore CA1852
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

    private IUserStore _inner = null!;

    public static IUserStore Around(IUserStore inner)
    {
        IUserStore early = Create<IUserStore, EarlyStore>();
        ((EarlyStore)early)._inner = inner;
        return early;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IUserStore.WriteAsync)
        ? WriteAsync((string)args![0]!, (long)args[1]!, (UserWrite)args[2]!)
        : targetMethod.Invoke(_inner, args);

    private async Task<UserWriteResult> WriteAsync(string user, long version, UserWrite write)
    {
        StoredUser known = await _inner.LoadAsync(user);
        if (known.Version > version)
        {
            return UserWriteResult.Conflict;
        }

        _ = Task.Run(async () =>
        {
            await Task.Delay(Late);
            await _inner.WriteAsync(user, version, write);
        });
        return new UserWriteResult(true, 0);
    }
}
