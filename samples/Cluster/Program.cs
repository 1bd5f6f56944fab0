using ClusterSample;

return await new CommandLine().RunAsync(args);
