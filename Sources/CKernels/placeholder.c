int rl_kernels_placeholder;
