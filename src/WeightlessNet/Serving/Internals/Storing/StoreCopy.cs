using System.Buffers;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>Copies the files of a store.</summary>
internal static class StoreCopy
{
    private const int ChunkLength = 1 << 20;

    /// <summary>Copies all files but the lock; they are on disk when this returns.</summary>
    public static void Write(IStoreFiles from, IStoreFiles to)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            foreach (string name in from.List().Where(static name => name != StoreNames.Lock))
            {
                using IStoreFile source = from.Open(name);
                using IStoreFile target = to.Create(name);
                for (long at = 0; source.Read(chunk, at) is int count and > 0; at += count)
                {
                    target.Write(chunk.AsSpan(0, count), at);
                }

                target.Flush();
            }

            to.FlushFolder();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
